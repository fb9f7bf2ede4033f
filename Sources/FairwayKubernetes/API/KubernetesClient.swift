import AsyncHTTPClient
import FairwayJSON
import Foundation
package import Logging
import NIOCore
import Synchronization

/// A client of one Kubernetes API server.
///
/// Every failure is a `KubernetesError`, except for `CancellationError`. What the server is too busy for (429, 503, 504)
/// and what it did not answer is sent again, up to ten times, where that does no harm. There is no rate limit on this
/// side. Call `shutdown()` when done.
package final class KubernetesClient: Sendable {
    /// The longest answer that is read; a page of 500 objects stays far below it.
    static let longestAnswer = 64 << 20

    /// The namespace of the kubeconfig's context, `default` where it names none.
    package let defaultNamespace: String
    let transport: any KubernetesTransport
    let logger: Logger
    let timeline: Timeline
    private let userAgent: String
    private let retries: RetryPolicy
    private let warnings = Mutex<Set<String>>([])
    let discovered = Mutex<[String: [ResourceType]]>([:])

    /// A client over HTTP; `userAgent` is name and version, e.g. `fairway/0.1.0`. Where a person waits for the answer,
    /// nothing should be sent again.
    ///
    /// - Throws: `KubernetesConfigurationError` where certificates or keys cannot be used.
    package convenience init(
        configuration: KubernetesConfiguration, userAgent: String, retries: RetryPolicy = .standard, logger: Logger
    ) throws {
        self.init(
            transport: try HTTPTransport(configuration: configuration), userAgent: userAgent, retries: retries,
            logger: logger, defaultNamespace: configuration.namespace)
        if configuration.trust == .anything {
            logger.warning(
                "The API server's certificate is not verified: anybody on the way can read and change everything",
                metadata: ["server": "\(configuration.server)", "setting": "insecure-skip-tls-verify"])
        }
    }

    /// A client over any transport.
    package init<C: Clock>(
        transport: any KubernetesTransport, userAgent: String = "fairway", retries: RetryPolicy = .standard,
        logger: Logger, defaultNamespace: String = "default", clock: C = ContinuousClock()
    ) where C.Duration == Duration {
        self.transport = transport
        self.userAgent = userAgent
        self.retries = retries
        self.logger = logger
        self.defaultNamespace = defaultNamespace
        timeline = Timeline(clock)
    }

    /// Closes all connections; what is under way fails.
    package func shutdown() async throws {
        try await transport.shutdown()
    }

    /// Sends a request and decodes the answer, again where `retries` allows it.
    func call<Answer: Decodable>(
        _ request: APIRequest, to attempt: String, isRepeatable: Bool, retries: RetryPolicy? = nil
    ) async throws -> Answer {
        var failures = 0
        while true {
            let failure: RetryPolicy.Failure
            let error: KubernetesError
            do {
                let response = try await open(request)
                let body = try await response.collect(limit: Self.longestAnswer)
                guard !(200..<300).contains(response.status) else { return try decode(body, attempt) }
                error = Self.error(response, body, attempt)
                failure = .status(response.status, retryAfter: error.retryAfter)
            } catch let cause as TransportError {
                error = KubernetesError(attempt: attempt, message: cause.description)
                guard !cause.isLasting else { throw error }
                failure = .unanswered(beforeSending: cause.isBeforeSending)
            }
            failures += 1
            var random = SystemRandomNumberGenerator()
            guard
                !error.isTooLargeResourceVersion,
                let delay = (retries ?? self.retries).delay(
                    after: failure, attempt: failures, isRepeatable: isRepeatable, random: &random)
            else { throw error }
            logger.debug(
                "Kubernetes request is sent again", metadata: ["error": "\(error)", "delay": "\(delay)"])
            try await timeline.sleep(for: delay)
        }
    }

    /// Sends a request once and returns the head of the answer, whatever its status.
    func open(_ request: APIRequest) async throws -> APIResponse {
        var request = request
        request.userAgent = userAgent
        let response = try await transport.send(request)
        for warning in response.headers("Warning") {
            let isNew = warnings.withLock { $0.count < 1000 && $0.insert(warning).inserted }
            if isNew {
                logger.warning(
                    "Kubernetes API warning", metadata: ["warning": "\(warning)", "path": "\(request.path)"])
            }
        }
        return response
    }

    private func decode<Answer: Decodable>(_ body: ByteBuffer, _ attempt: String) throws -> Answer {
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(body.readableBytesView))
        } catch {
            throw KubernetesError(
                attempt: attempt, message: "the answer is not the expected JSON: \(Self.sentence(error))")
        }
    }
}
