import Synchronization

/// A connection by which block after block goes to a server that returns them, each compared with what was sent.
final class Transfer: Sendable {
    private struct State {
        var blocks = 0
        var isFinishing = false
        var failure: String?
    }

    private let state = Mutex(State())
    private let thread = Mutex<Thread?>(nil)

    init(through place: Place) throws {
        let socket = try TestSocket(.tcp, to: place)
        let thread = Thread { [self] in
            do {
                var block = (0..<65_536).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                while !state.withLock({ $0.isFinishing }) {
                    // No two in a row are alike.
                    block.swapAt(state.withLock { $0.blocks } % block.count, 1)
                    try exchange(block, through: socket)
                }
                try socket.finishSending()
                let rest = try socket.receiveToEnd()
                if !rest.isEmpty { state.withLock { $0.failure = "\(rest.count) bytes too many" } }
            } catch {
                state.withLock { $0.failure = "\(error)" }
            }
        }
        self.thread.withLock { $0 = thread }
    }

    private func exchange(_ block: [UInt8], through socket: TestSocket) throws {
        try socket.send(block)
        var answer: [UInt8] = []
        while answer.count < block.count {
            let next = try socket.receive()
            if next.isEmpty { break }
            answer += next
        }
        state.withLock {
            $0.blocks += 1
            guard answer != block else { return }
            $0.failure = "block \($0.blocks) is wrong"
            $0.isFinishing = true
        }
    }

    var blocks: Int { state.withLock { $0.blocks } }
    /// What went wrong.
    var failure: String? { state.withLock { $0.failure } }

    /// Waits until it has come to its end.
    func finish() {
        state.withLock { $0.isFinishing = true }
        thread.withLock { $0.take() }?.join()
    }
}
