import FairwayJSON

extension JSONValue {
    /// What is found by going into objects member by member.
    subscript(path first: String, _ rest: String...) -> JSONValue? {
        rest.reduce(self[first]) { $0?[$1] }
    }

    /// Sets a member of a member, which is made an object where it is none; `nil` removes it.
    mutating func set(_ value: JSONValue?, at outer: String, _ inner: String) {
        var member = self[outer] ?? [:]
        member[inner] = value
        self[outer] = member
    }

    /// The elements of a list at a member; none where it is absent.
    func list(_ key: String) -> [JSONValue] { self[key]?.array ?? [] }

    /// The text at a member; empty where it is absent.
    func text(_ key: String) -> String { self[key]?.string ?? "" }
}
