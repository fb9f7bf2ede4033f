import FairwayCore
import Synchronization

/// Where threads leave what is to be told to people, for whoever reads at the moment.
final class NoticeBoard: Sendable {
    private let reader = Mutex<AsyncStream<EngineNotice>.Continuation?>(nil)

    func post(_ notice: EngineNotice) {
        _ = reader.withLock { $0?.yield(notice) }
    }

    /// What comes from now on. The reader before this one comes to its end.
    func read() -> AsyncStream<EngineNotice> {
        let (stream, continuation) = AsyncStream<EngineNotice>.makeStream(bufferingPolicy: .bufferingNewest(256))
        change(to: continuation)
        return stream
    }

    /// Ends the stream of whoever reads.
    func close() { change(to: nil) }

    private func change(to next: AsyncStream<EngineNotice>.Continuation?) {
        let former = reader.withLock { reader in
            defer { reader = next }
            return reader
        }
        former?.finish()
    }
}
