import FairwayJSON

extension KindDescriptor {
    /// What stands in the way of an apply. For kubectl these are not the fields that it set itself by client-side apply,
    /// so that people can move to server-side apply (the API server's `lastAppliedManager`).
    func conflicts(
        _ applied: ManagedFields.Applied, with current: JSONValue?, _ options: WriteOptions
    ) -> [ManagedFields.Conflict] {
        guard !applied.conflicts.isEmpty, options.fieldManager == "kubectl", let current else {
            return applied.conflicts
        }
        let own = lastApplied(current)
        return applied.conflicts.filter { FieldSet([$0.path]).intersection(own).isEmpty }
    }

    /// The fields of the annotation in which client-side apply keeps what it applied, as far as they are still so.
    private func lastApplied(_ current: JSONValue) -> FieldSet {
        let name = "kubectl.kubernetes.io/last-applied-configuration"
        guard let text = current["metadata"]?["annotations"]?[name]?.string else { return FieldSet() }
        let tree: FieldTree
        do {
            let configuration = try JSONValue(parsing: text)
            guard configuration["apiVersion"] == .string(apiVersion), configuration["kind"] == .string(kind) else {
                return FieldSet()
            }
            tree = try appliedTree(configuration)
        } catch {
            // Anybody may write the annotation; what is not kubectl's allows nothing.
            return FieldSet()
        }
        let change = FieldTree.compare(tree, fieldTree(current))
        return tree.fields.subtracting(change.modified).subtracting(change.added).subtracting(change.removed)
    }
}
