package import FairwayJSON

/// A refusal, as the API server words it: `metav1.Status` with its HTTP code.
package struct APIStatus: Error, Hashable, Sendable {
    package var code: Int
    /// CamelCase: `NotFound`, `Conflict`, `Invalid`, …
    package var reason: String
    package var message: String
    package var details: JSONValue?
    /// Where a list can be gone on with that cannot be from where the client asked.
    package var continuation: String?

    package init(code: Int, reason: String, message: String, details: JSONValue? = nil) {
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
    }
}
