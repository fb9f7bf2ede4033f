import FairwayJSON

/// Who owns which fields of an object: `metadata.managedFields`.
struct ManagedFields: Hashable, Sendable {
    private(set) var entries: [Manager: Entry] = [:]

    /// Somebody who owns fields. Those who apply have one entry whatever version they write.
    struct Manager: Hashable, Sendable {
        var name: String
        var operation: Operation
        /// Empty for `Apply`.
        var apiVersion: String
        /// Empty: the object itself.
        var subresource: String

        init(_ name: String, _ operation: Operation, apiVersion: String, subresource: String?) {
            self.name = name
            self.operation = operation
            self.apiVersion = operation == .apply ? "" : apiVersion
            self.subresource = subresource ?? ""
        }
    }

    enum Operation: String, Sendable {
        case apply = "Apply"
        case update = "Update"
    }

    struct Entry: Hashable, Sendable {
        var fields: FieldSet
        var apiVersion: String
        /// When the fields last changed, RFC 3339.
        var time: String?
    }

    var isEmpty: Bool { entries.isEmpty }

    subscript(manager: Manager) -> Entry? {
        get { entries[manager] }
        set { entries[manager] = newValue.flatMap { $0.fields.isEmpty ? nil : $0 } }
    }
}

// MARK: - JSON

extension ManagedFields {
    /// Reads `metadata.managedFields`; `nil` where it is absent, empty, or nothing that a server wrote.
    init?(_ json: JSONValue?) {
        guard let list = json?.array, !list.isEmpty else { return nil }
        for element in list {
            guard let operation = element["operation"]?.string.flatMap(Operation.init(rawValue:)),
                element["fieldsType"] == "FieldsV1", let apiVersion = element["apiVersion"]?.string
            else { return nil }
            let manager = Manager(
                element["manager"]?.string ?? "", operation, apiVersion: apiVersion,
                subresource: element["subresource"]?.string)
            self[manager] = Entry(
                fields: FieldSet(fieldsV1: element["fieldsV1"] ?? [:]), apiVersion: apiVersion,
                time: element["time"]?.string)
        }
    }

    /// Whether a client asks for all entries to be forgotten: by a list of one empty entry.
    static func isReset(_ json: JSONValue?) -> Bool { json?.array == [[:]] }

    /// As it is stored: those who apply first, then by time; `nil` where nobody owns anything.
    var json: JSONValue? {
        guard !entries.isEmpty else { return nil }
        return .array(entries.sorted(by: Self.precedes).map { Self.json($0.key, $0.value) })
    }

    private static func json(_ manager: Manager, _ entry: Entry) -> JSONValue {
        var json: JSONValue = [
            "manager": .string(manager.name), "operation": .string(manager.operation.rawValue),
            "apiVersion": .string(entry.apiVersion), "fieldsType": "FieldsV1", "fieldsV1": entry.fields.fieldsV1,
        ]
        json["time"] = entry.time.map(JSONValue.string)
        if !manager.subresource.isEmpty { json["subresource"] = .string(manager.subresource) }
        return json
    }

    private static func precedes(_ left: (key: Manager, value: Entry), _ right: (key: Manager, value: Entry)) -> Bool {
        let leftTime = left.value.time ?? ""
        let rightTime = right.value.time ?? ""
        return (left.key.operation.rawValue, leftTime, left.key.name, left.value.apiVersion, left.key.subresource)
            < (right.key.operation.rawValue, rightTime, right.key.name, right.value.apiVersion, right.key.subresource)
    }
}
