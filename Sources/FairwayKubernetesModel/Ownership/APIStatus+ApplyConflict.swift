import FairwayJSON

extension APIStatus {
    /// 409: fields that somebody applies belong to others, who gave them other values.
    static func applyConflict(_ conflicts: [ManagedFields.Conflict]) -> APIStatus {
        APIStatus(
            code: 409, reason: "Conflict", message: sentence(conflicts),
            details: [
                "causes": .array(
                    conflicts.map { conflict in
                        [
                            "reason": "FieldManagerConflict",
                            "message": .string("conflict with \(conflict.manager.words)"),
                            "field": .string(conflict.path.fieldPath),
                        ]
                    })
            ])
    }

    private static func sentence(_ conflicts: [ManagedFields.Conflict]) -> String {
        if conflicts.count == 1, let conflict = conflicts.first {
            return "Apply failed with 1 conflict: conflict with \(conflict.manager.words): \(conflict.path.fieldPath)"
        }
        let byManager = Dictionary(grouping: conflicts, by: \.manager.words)
        let lines = byManager.sorted { $0.key < $1.key }.flatMap { manager, conflicts in
            ["conflicts with \(manager):"] + conflicts.map { "- \($0.path.fieldPath)" }
        }
        return "Apply failed with \(conflicts.count) conflicts: \(lines.joined(separator: "\n"))"
    }
}

extension ManagedFields.Manager {
    /// `"kubectl-create" using v1`, `"fairway" with subresource "status"`.
    fileprivate var words: String {
        let name = FieldError.quoted(name)
        let place = subresource.isEmpty ? "" : " with subresource \(FieldError.quoted(subresource))"
        return name + place + (operation == .update ? " using \(apiVersion)" : "")
    }
}
