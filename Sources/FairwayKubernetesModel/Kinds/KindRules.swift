package import FairwayJSON

/// What a kind fills in and refuses. All of it is pure. Objects passed in have passed the schema.
package protocol KindRules: Sendable {
    /// Fills in what is absent, and drops what a client may not set, before an object is created (`old` is `nil`) or
    /// changed. For a change through `status`, everything but the status has been taken from `old` already.
    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?)

    /// What is wrong with an object, in the API server's words; empty: nothing. `old` is `nil` on creation.
    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError]

    /// What is wrong with an object beside the others of its kind, such as two pools that hold one address. The others
    /// are the stored ones; the object's own stored self may be among them and is passed over by its name.
    func crossValidate(_ object: JSONValue, others: [JSONValue]) -> [FieldError]

    /// Whether an object, which has passed `validate`, is to be given something that no other of its kind may have.
    func needsAllocation(_ object: JSONValue, old: JSONValue?) -> Bool

    /// Gives it that, or says why it cannot. `others` are the other objects of the kind; where any one will do, `chance`
    /// decides which.
    func allocate(_ object: inout JSONValue, others: [JSONValue], chance: UInt32) throws(APIStatus)
}

extension KindRules {
    /// Nothing is wrong: most kinds do not look at the others.
    package func crossValidate(_ object: JSONValue, others: [JSONValue]) -> [FieldError] { [] }

    /// Nothing is to be given: most kinds have nothing of the sort.
    package func needsAllocation(_ object: JSONValue, old: JSONValue?) -> Bool { false }

    package func allocate(_ object: inout JSONValue, others: [JSONValue], chance: UInt32) throws(APIStatus) {}
}
