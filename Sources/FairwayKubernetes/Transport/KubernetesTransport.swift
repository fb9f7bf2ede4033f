/// What carries requests to an API server and brings the answers.
package protocol KubernetesTransport: Sendable {
    /// Sends one request and returns as soon as the head of the answer is there.
    ///
    /// - Throws: `TransportError` where no answer came, `CancellationError` when the task is cancelled.
    func send(_ request: APIRequest) async throws -> APIResponse

    /// Closes all connections; nothing may be sent afterwards.
    func shutdown() async throws
}

/// Why a request got no answer.
package struct TransportError: Error, CustomStringConvertible {
    /// Half a sentence, e.g. "the connection was refused".
    package var description: String
    /// Whether the server cannot have seen the request, so that even a `POST` may be sent again.
    package var isBeforeSending: Bool
    /// Whether the next try would end in the same way, as with a certificate that is not trusted.
    package var isLasting: Bool

    package init(_ description: String, isBeforeSending: Bool, isLasting: Bool = false) {
        self.description = description
        self.isBeforeSending = isBeforeSending
        self.isLasting = isLasting
    }
}
