import FairwayJSON

extension KindDescriptor {
    /// An object taken apart, without what nobody can own: its identity, and what the server keeps.
    func fieldTree(_ object: JSONValue) -> FieldTree {
        FieldTree(lenient: ownable(object), schema)
    }

    /// As `fieldTree`, for what a client applies: it has to fit the schema exactly.
    func appliedTree(_ config: JSONValue) throws(FieldTreeError) -> FieldTree {
        try FieldTree(ownable(config), schema, strict: true)
    }

    private func ownable(_ object: JSONValue) -> JSONValue {
        guard case .object(var members) = object else { return [:] }
        members["apiVersion"] = nil
        members["kind"] = nil
        if var metadata = members["metadata"]?.object {
            for name in Self.unownedMetadata { metadata[name] = nil }
            members["metadata"] = .object(metadata)
        }
        return .object(members)
    }

    private static let unownedMetadata = [
        "name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "managedFields", "resourceVersion",
    ]
}
