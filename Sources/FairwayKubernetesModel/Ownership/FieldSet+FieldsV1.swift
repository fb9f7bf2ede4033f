import FairwayJSON

extension FieldSet {
    /// Reads `fieldsV1`; what is no field in it is passed over, as a set of fields is nobody's data.
    init(fieldsV1 json: JSONValue) {
        self.init()
        for (name, value) in json.object ?? [:] where name != "." {
            guard let element = FieldPathElement(fieldsV1: name) else { continue }
            if value.object?.isEmpty ?? true || value["."] != nil { insert(element) }
            setChild(element, FieldSet(fieldsV1: value))
        }
    }

    /// As Kubernetes writes it: `{"f:spec":{"f:ports":{".":{},"k:{\"port\":7}":{}}}}`.
    var fieldsV1: JSONValue {
        var result: [String: JSONValue] = [:]
        for (element, child) in children {
            var json = child.fieldsV1
            if members.contains(element) { json["."] = [:] }
            result[element.fieldsV1] = json
        }
        for element in members where children[element] == nil { result[element.fieldsV1] = [:] }
        return .object(result)
    }
}
