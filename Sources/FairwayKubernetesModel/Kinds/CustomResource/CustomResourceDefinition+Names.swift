import FairwayJSON

extension CustomResourceDefinition {
    /// The definition with its names settled: those that no other of its group has are accepted, and where all are, it is
    /// established (`naming_controller.go` of apiextensions). `now` is RFC 3339.
    package func settled(beside others: [CustomResourceDefinition], now: String) -> CustomResourceDefinition {
        let group = others.filter { $0.group == self.group && $0.name != name }.map(\.acceptedNames)
        let resources = Set(group.flatMap { [$0.text("plural"), $0.text("singular")] + $0.texts("shortNames") })
        let kinds = Set(group.flatMap { [$0.text("kind"), $0.text("listKind")] })
        var (accepted, conflict) = (acceptedNames, [String]())
        for (field, taken) in [
            ("plural", resources), ("singular", resources), ("shortNames", resources), ("kind", kinds),
            ("listKind", kinds),
        ] {
            let asked = names[field]?.string.map { [$0] } ?? names.texts(field)
            let clashes = asked.filter(taken.contains)
            if clashes.isEmpty {
                accepted[field] = names[field]
            } else {
                let words = clashes.map { "\(FieldError.quoted($0)) is already in use" }
                let reason = field.prefix(1).uppercased() + field.dropFirst() + "Conflict"
                conflict = [reason, words.count == 1 ? words[0] : "[\(words.joined(separator: ", "))]"]
            }
        }
        accepted["categories"] = names["categories"]
        var settled = object
        settled.set(accepted, at: "status", "acceptedNames")
        return CustomResourceDefinition(settled).withNamesCondition(conflict, now: now)
    }

    private var acceptedNames: JSONValue { object[path: "status", "acceptedNames"] ?? [:] }

    private func withNamesCondition(_ conflict: [String], now: String) -> CustomResourceDefinition {
        guard conflict.isEmpty else {
            let refused = with("NamesAccepted", "False", conflict[0], conflict[1], now: now)
            // Once established, it stays so: only the new names are refused.
            return isEstablished
                ? refused : refused.with("Established", "False", "NotAccepted", "not all names are accepted", now: now)
        }
        return with("NamesAccepted", "True", "NoConflicts", "no conflicts found", now: now)
            .with("Established", "True", "InitialNamesAccepted", "the initial names have been accepted", now: now)
    }

    /// The definition on its way out.
    package func terminating(now: String) -> CustomResourceDefinition {
        with(
            "Terminating", "True", "InstanceDeletionInProgress", "CustomResource deletion is in progress", now: now)
    }

    private func with(
        _ type: String, _ status: String, _ reason: String, _ message: String, now: String
    ) -> CustomResourceDefinition {
        let before = condition(type)
        let since = before?["status"] == .string(status) ? before?["lastTransitionTime"] : nil
        let condition: JSONValue = [
            "type": .string(type), "status": .string(status), "reason": .string(reason), "message": .string(message),
            "lastTransitionTime": since ?? .string(now),
        ]
        var conditions = object["status"]?.list("conditions") ?? []
        if let index = conditions.firstIndex(where: { $0["type"] == .string(type) }) {
            conditions[index] = condition
        } else {
            conditions.append(condition)
        }
        var changed = object
        changed.set(.array(conditions), at: "status", "conditions")
        return CustomResourceDefinition(changed)
    }
}

extension JSONValue {
    fileprivate func texts(_ key: String) -> [String] { list(key).compactMap(\.string) }
}
