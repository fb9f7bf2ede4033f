import AsyncHTTPClient
import NIOCore

/// The body of an HTTP answer, whose errors are this module's.
struct HTTPBody: AsyncSequence, Sendable {
    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var body: HTTPClientResponse.Body.AsyncIterator

        mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> ByteBuffer? {
            do {
                return try await body.next(isolation: actor)
            } catch {
                throw TransportError.from(error)
            }
        }
    }

    private let body: HTTPClientResponse.Body

    init(_ body: HTTPClientResponse.Body) {
        self.body = body
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(body: body.makeAsyncIterator())
    }
}
