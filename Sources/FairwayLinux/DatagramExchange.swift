internal import CFairwayLinux
package import SystemPackage

/// Room for the questions that one system call receives and for the answers that one more sends (recvmmsg(2), sendmmsg(2)),
/// each from the address that its question was sent to.
///
/// Questions are in rows. For one thread.
package struct DatagramExchange: ~Copyable {
    private let exchange: OpaquePointer

    /// How many questions fit.
    package static let capacity = Int(fairway_exchange_capacity)
    /// The most bytes that a question or an answer may have.
    package static let lengthLimit = Int(fairway_exchange_length_limit)

    package init() throws(Errno) {
        guard let exchange = fairway_exchange_create() else { throw .noMemory }
        self.exchange = exchange
    }

    deinit {
        fairway_exchange_destroy(exchange)
    }

    /// Receives questions and their senders, over whatever there was, answers that were not sent among it.
    /// - Returns: how many came.
    package func receive(from descriptor: Int32) throws(Errno) -> Progress<Int> {
        switch try attempting({ fairway_exchange_receive(exchange, descriptor) }) {
        case .done(let count): .done(Int(count))
        case .wouldBlock: .wouldBlock
        }
    }

    /// The bytes of a question, there until the next `receive`. Of one that is longer than the limit it is the beginning.
    package func question(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(
            start: fairway_exchange_bytes(exchange, Int32(row)),
            count: Int(fairway_exchange_length(exchange, Int32(row))))
    }

    /// Whether a question is longer than the limit.
    package func isCut(_ row: Int) -> Bool { fairway_exchange_is_cut(exchange, Int32(row)) != 0 }

    /// Who asks.
    package func sender(_ row: Int) -> KernelAddress {
        KernelAddress(fairway_exchange_peer(exchange, Int32(row)).pointee)
    }

    /// Queues an answer to a question, of which there is one at most.
    /// - Throws: `Errno.messageTooLong` where it has more bytes than the limit.
    package func answer(_ row: Int, with bytes: [UInt8]) throws(Errno) {
        _ = try retrying { fairway_exchange_answer(exchange, Int32(row), bytes, bytes.count) }
    }

    /// How many answers are still to be sent.
    package var queued: Int { Int(fairway_exchange_queued(exchange)) }

    /// Sends what is queued.
    /// - Returns: how many were sent, which are queued no more; less than was queued when the next one fails.
    /// - Throws: why the first one could not be sent. It stays.
    package func send(along descriptor: Int32) throws(Errno) -> Int {
        Int(try retrying { fairway_exchange_send(exchange, descriptor) })
    }

    /// Takes the first `count` off the queue, unsent.
    package func drop(_ count: Int) {
        fairway_exchange_drop(exchange, Int32(count))
    }
}
