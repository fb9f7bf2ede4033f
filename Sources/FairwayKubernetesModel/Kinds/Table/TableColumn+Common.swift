import FairwayJSON

extension TableColumn {
    init(
        _ name: String, type: String = "string", format: String = "", priority: Int = 0, _ description: String,
        cell: @escaping @Sendable (JSONValue, Int64) -> JSONValue
    ) {
        self.init(
            name: name, type: type, format: format, description: description, priority: priority, cell: cell)
    }

    /// The name of the object: the first column of almost every kind.
    static let name = name(priority: 0)

    static func name(priority: Int) -> TableColumn {
        TableColumn("Name", format: "name", priority: priority, "The name of the object.") { object, _ in
            object["metadata"]?["name"] ?? ""
        }
    }

    /// How long ago the object was created.
    static let age = TableColumn("Age", "How long ago the object was created.") { object, now in
        .string(Age.text(since: object["metadata"]?["creationTimestamp"], now: now))
    }
}
