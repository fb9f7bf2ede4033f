internal import CFairwayLinux
package import SystemPackage

/// Room for the datagrams that one system call receives, so that one more sends them on (recvmmsg(2), sendmmsg(2)).
///
/// What was received is in rows; rows are queued, in any order, and sent. A few MiB of which the kernel only gives what is
/// used. For one thread.
package struct DatagramBatch: ~Copyable {
    private let batch: OpaquePointer

    /// How many datagrams fit.
    package static let capacity = Int(fairway_batch_capacity)

    package init() throws(Errno) {
        guard let batch = fairway_batch_create() else { throw .noMemory }
        self.batch = batch
    }

    deinit {
        fairway_batch_destroy(batch)
    }
}

// MARK: - Receiving

extension DatagramBatch {
    /// Receives datagrams of any length and their senders, over whatever the batch had.
    /// - Returns: how many came.
    package func receive(from descriptor: Int32) throws(Errno) -> Progress<Int> {
        try receive(from: descriptor, behind: 0, wantsSenders: true)
    }

    /// Receives datagrams from a connected socket, keeping the first `rows` rows: fewer than the capacity.
    /// - Returns: how many came.
    /// - Throws: also errors that ICMP reported, once each.
    package func receive(from descriptor: Int32, behind rows: Int) throws(Errno) -> Progress<Int> {
        try receive(from: descriptor, behind: rows, wantsSenders: false)
    }

    private func receive(
        from descriptor: Int32, behind rows: Int, wantsSenders: Bool
    ) throws(Errno) -> Progress<Int> {
        switch try attempting({ fairway_batch_receive(batch, Int32(rows), descriptor, wantsSenders ? 1 : 0) }) {
        case .done(let count): .done(Int(count))
        case .wouldBlock: .wouldBlock
        }
    }

    /// The bytes in a received datagram.
    package func length(_ row: Int) -> Int {
        Int(fairway_batch_length(batch, Int32(row)))
    }

    /// Who sent a received datagram.
    package func senderKey(_ row: Int) -> AddressKey {
        AddressKey(fairway_batch_peer(batch, Int32(row)))
    }

    /// Who sent a received datagram.
    package func sender(_ row: Int) -> KernelAddress {
        KernelAddress(fairway_batch_peer(batch, Int32(row)).pointee)
    }
}

// MARK: - Sending

extension DatagramBatch {
    /// What one call sent.
    package struct Sent {
        package var datagrams: Int
        package var bytes: Int
    }

    /// How many datagrams are still to be sent.
    package var queued: Int { Int(fairway_batch_queued(batch)) }

    /// Queues a received datagram, for a connected socket.
    package func queue(_ row: Int) {
        fairway_batch_queue(batch, Int32(row), 0)
    }

    /// Queues a received datagram, for an address.
    package func queue(_ row: Int, to address: borrowing KernelAddress) {
        withUnsafePointer(to: address.raw) { fairway_batch_set_peer(batch, Int32(row), $0) }
        fairway_batch_queue(batch, Int32(row), 1)
    }

    /// Sends what is queued.
    /// - Returns: what was sent, which is queued no more; less than was queued when the next one fails.
    /// - Throws: why the first one could not be sent. It stays.
    package func send(along descriptor: Int32) throws(Errno) -> Sent {
        var bytes: UInt64 = 0
        let count = try retrying { fairway_batch_send(batch, descriptor, &bytes) }
        return Sent(datagrams: Int(count), bytes: Int(bytes))
    }

    /// Sends the first that is queued along a connected socket, with `header` before its bytes, as one datagram.
    /// - Returns: as `send(along:)`, of the datagram's own bytes.
    /// - Throws: why it could not be sent: `Errno.messageTooLong` where both together do not fit one. It stays.
    package func sendFirst(after header: [UInt8], along descriptor: Int32) throws(Errno) -> Sent {
        let count = try retrying {
            header.withUnsafeBytes { fairway_batch_send_after(batch, descriptor, $0.baseAddress, $0.count) }
        }
        return Sent(datagrams: 1, bytes: Int(count) - header.count)
    }

    /// Takes the first `count` off the queue, unsent.
    package func drop(_ count: Int) {
        fairway_batch_drop(batch, Int32(count))
    }
}
