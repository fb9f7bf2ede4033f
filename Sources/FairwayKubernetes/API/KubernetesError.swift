/// A request to an API server that failed.
package struct KubernetesError: Error, Hashable, Sendable {
    /// What was attempted, e.g. "get service default/web".
    package var attempt: String
    /// The HTTP status code; `nil` where no answer came or it could not be read.
    package var code: Int?
    /// The server's reason, CamelCase (`NotFound`, `Conflict`, …), where it gave one.
    package var reason: String?
    /// Why it failed, in the server's words where it gave any.
    package var message: String
    /// The server's whole Status, where it sent one.
    package var status: APIServerStatus?
    /// How long the server wants to be left in peace, where it said so.
    package var retryAfter: Duration?

    package init(
        attempt: String, code: Int? = nil, reason: String? = nil, message: String, status: APIServerStatus? = nil,
        retryAfter: Duration? = nil
    ) {
        self.attempt = attempt
        self.code = code
        self.reason = reason
        self.message = message
        self.status = status
        self.retryAfter = retryAfter
    }

    /// The object, or its whole kind, is not there.
    package var isNotFound: Bool { code == 404 }
    /// Someone else changed the object since it was read: read it again and decide again.
    package var isConflict: Bool { code == 409 && reason != "AlreadyExists" }
    /// There is an object of this name already.
    package var isAlreadyExists: Bool { code == 409 && reason == "AlreadyExists" }
    /// The resource version or the continue token is too old: list again.
    package var isGone: Bool { code == 410 || reason == "Expired" || reason == "Gone" }
    /// The object is not acceptable as it is; the same request will fail again.
    package var isInvalid: Bool { code == 422 }
    /// The credentials were not accepted.
    package var isUnauthorized: Bool { code == 401 }
    /// The credentials are good but do not allow this.
    package var isForbidden: Bool { code == 403 }
    /// No answer came, or none that could be read.
    package var isUnanswered: Bool { code == nil }

    /// The server has not seen the resource version asked for yet (after a restore, or behind a lagging cache).
    ///
    /// Older servers say it only in words, as client-go's `isTooLargeResourceVersionError` knows.
    package var isTooLargeResourceVersion: Bool {
        guard let status, code == 504 else { return false }
        let causes = status.details?.causes ?? []
        return causes.contains { $0.reason == "ResourceVersionTooLarge" }
            || message.contains("Too large resource version")
    }
}

extension KubernetesError: CustomStringConvertible {
    package var description: String {
        let answer = code.map { " (\(reason.map { "\($0), " } ?? "")HTTP \($0))" } ?? ""
        return "could not \(attempt): \(message)\(answer)"
    }
}
