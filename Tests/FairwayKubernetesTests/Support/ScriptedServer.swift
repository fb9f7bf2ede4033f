import FairwayKubernetes
import Foundation
import NIOCore
import Synchronization

/// An API server that gives prepared answers in order, and then none.
final class ScriptedServer: KubernetesTransport {
    enum Reply: Sendable {
        case answer(status: Int, text: String, headers: [String: String])
        /// A stream in these chunks that then ends as it should.
        case stream([String])
        /// A stream in these chunks that then says nothing more and does not end.
        case silence([String])
        /// A stream in these chunks that then breaks off.
        case broken([String])
        case failure(TransportError)

        static func json(_ text: String) -> Reply { .answer(status: 200, text: text, headers: [:]) }

        static func json(_ status: Int, _ text: String, headers: [String: String] = [:]) -> Reply {
            .answer(status: status, text: text, headers: headers)
        }
    }

    private struct State {
        var replies: [Reply]
        var requests: [APIRequest] = []
        var open: [AsyncThrowingStream<ByteBuffer, any Error>.Continuation] = []
        var isShutDown = false
    }

    private let state: Mutex<State>

    init(_ replies: [Reply]) {
        state = Mutex(State(replies: replies))
    }

    var requests: [APIRequest] { state.withLock { $0.requests } }
    var isShutDown: Bool { state.withLock { $0.isShutDown } }

    func add(_ reply: Reply) {
        state.withLock { $0.replies.append(reply) }
    }

    /// Sends more on the newest stream that was left open.
    func push(_ text: String) {
        _ = state.withLock { $0.open.last }?.yield(ByteBuffer(string: text))
    }

    func send(_ request: APIRequest) async throws -> APIResponse {
        let reply = state.withLock { state in
            state.requests.append(request)
            return state.replies.isEmpty ? nil : state.replies.removeFirst()
        }
        guard let reply else {
            try await Task.sleep(for: .seconds(3600))
            throw CancellationError()
        }
        switch reply {
        case .answer(let status, let text, let headers):
            return APIResponse(
                status: status, headers: headers.map { ($0.key, $0.value) }, body: body([text]) { $0.finish() })
        case .stream(let chunks):
            return APIResponse(status: 200, body: body(chunks) { $0.finish() })
        case .broken(let chunks):
            let error = TransportError("the server closed the connection", isBeforeSending: false)
            return APIResponse(status: 200, body: body(chunks) { $0.finish(throwing: error) })
        case .silence(let chunks):
            return APIResponse(
                status: 200, body: body(chunks) { open in self.state.withLock { $0.open.append(open) } })
        case .failure(let error):
            throw error
        }
    }

    func shutdown() async throws {
        state.withLock { $0.isShutDown = true }
    }

    private func body(
        _ chunks: [String], then end: (AsyncThrowingStream<ByteBuffer, any Error>.Continuation) -> Void
    ) -> AsyncThrowingStream<ByteBuffer, any Error> {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
        for chunk in chunks {
            continuation.yield(ByteBuffer(string: chunk))
        }
        end(continuation)
        return stream
    }
}
