package import FairwayJSON

/// An object of any kind, whole: nothing that the server or a file said is lost.
package struct DynamicObject: Hashable, Sendable {
    package var json: JSONValue

    package init(_ json: JSONValue) {
        self.json = json
    }

    package var apiVersion: String? { json["apiVersion"]?.string }
    package var kind: String? { json["kind"]?.string }
    package var name: String? { json["metadata"]?["name"]?.string }
    package var uid: String? { json["metadata"]?["uid"]?.string }
    package var resourceVersion: String? { json["metadata"]?["resourceVersion"]?.string }

    package var namespace: String? {
        get { json["metadata"]?["namespace"]?.string }
        set {
            var metadata = json["metadata"] ?? [:]
            metadata["namespace"] = newValue.map(JSONValue.string)
            json["metadata"] = metadata
        }
    }

    /// The key of this object among those of its kind.
    package var key: ObjectKey { ObjectKey(namespace: namespace, name: name ?? "") }
}

// MARK: - Codable

extension DynamicObject: Codable {
    package init(from decoder: any Decoder) throws {
        json = try JSONValue(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }
}
