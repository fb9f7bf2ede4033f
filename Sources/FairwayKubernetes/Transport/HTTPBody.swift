import AsyncHTTPClient
import NIOCore

/// The body of an HTTP answer, whose errors are this module's.
struct HTTPBody: AsyncSequence, Sendable {
    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var body: HTTPClientResponse.Body.AsyncIterator
        fileprivate let server: String

        mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> ByteBuffer? {
            do {
                return try await body.next(isolation: actor)
            } catch {
                throw TransportError.from(error, server: server)
            }
        }
    }

    private let body: HTTPClientResponse.Body
    private let server: String

    init(_ body: HTTPClientResponse.Body, server: String) {
        self.body = body
        self.server = server
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(body: body.makeAsyncIterator(), server: server)
    }
}
