/// How an API server says that something failed (`meta/v1` Status).
package struct APIServerStatus: Codable, Hashable, Sendable {
    /// What the failure is about.
    package struct Details: Codable, Hashable, Sendable {
        /// One thing that is wrong with an object.
        package struct Cause: Codable, Hashable, Sendable {
            package var reason: String?
            package var message: String?
            /// The path of the field, e.g. `spec.ports[0].port`.
            package var field: String?
        }

        package var name: String?
        package var group: String?
        package var kind: String?
        package var uid: String?
        @EmptyIfAbsent package var causes: [Cause] = []
        package var retryAfterSeconds: Int?
    }

    /// `Failure`, or `Success` as the answer to a deletion.
    package var status: String?
    /// A sentence for people.
    package var message: String?
    /// CamelCase, for programs.
    package var reason: String?
    package var details: Details?
    /// The HTTP status code.
    package var code: Int?
}
