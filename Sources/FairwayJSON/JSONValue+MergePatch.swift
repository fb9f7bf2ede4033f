extension JSONValue {
    /// Applies a merge patch (RFC 7386): members of objects replace members, null removes them.
    package mutating func merge(_ patch: JSONValue) {
        guard case .object(let changes) = patch else {
            self = patch
            return
        }
        var members = object ?? [:]
        self = .null
        for (name, change) in changes {
            if change.isNull {
                members[name] = nil
            } else {
                members[name, default: .null].merge(change)
            }
        }
        self = .object(members)
    }
}
