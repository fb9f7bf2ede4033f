/// One condition of an object's status (`meta/v1` Condition).
package struct Condition: Codable, Hashable, Sendable {
    package var type: String
    /// `True`, `False` or `Unknown`.
    package var status: String
    /// The generation of the spec that this condition is about.
    package var observedGeneration: Int64?
    /// RFC 3339; when `status` last changed.
    package var lastTransitionTime: String?
    /// CamelCase, for programs.
    package var reason: String?
    /// A sentence, for people.
    package var message: String?

    package init(
        type: String, status: String, observedGeneration: Int64? = nil, lastTransitionTime: String? = nil,
        reason: String? = nil, message: String? = nil
    ) {
        self.type = type
        self.status = status
        self.observedGeneration = observedGeneration
        self.lastTransitionTime = lastTransitionTime
        self.reason = reason
        self.message = message
    }
}
