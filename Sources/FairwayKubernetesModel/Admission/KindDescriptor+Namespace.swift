import FairwayJSON

extension KindDescriptor {
    /// Holds the object's namespace to the one of the URL, and fills it in.
    func settleNamespace(_ object: inout JSONValue, _ namespace: String?) throws(APIStatus) {
        let given = object["metadata"]?["namespace"]?.string
        guard isNamespaced else {
            guard given == nil else {
                throw .badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request")
            }
            return
        }
        guard given == nil || given == namespace else {
            throw .badRequest("the namespace of the provided object does not match the namespace sent on the request")
        }
        object.set(namespace.map(JSONValue.string), at: "metadata", "namespace")
    }

    /// Holds the object's name to the one of the URL, and fills it in.
    func settleName(_ object: inout JSONValue, _ name: String) throws(APIStatus) {
        if let given = object["metadata"]?["name"]?.string, given != name {
            throw .badRequest("the name of the object (\(given)) does not match the name on the URL (\(name))")
        }
        object.set(.string(name), at: "metadata", "name")
    }
}

extension JSONValue {
    /// `metadata.name`; empty where there is none.
    var name: String { self["metadata"]?["name"]?.string ?? "" }

    /// `metadata.resourceVersion`, where the object has one.
    var resourceVersion: String? { self["metadata"]?["resourceVersion"]?.string }
}
