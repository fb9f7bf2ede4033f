internal import CFairwayLinux
package import SystemPackage

/// Room for the datagrams that one system call receives, so that one more sends them on (recvmmsg(2), sendmmsg(2)).
///
/// Two MiB of which the kernel only gives what is used. For one thread.
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

    /// Receives datagrams of any length, over whatever the batch had.
    /// - Returns: how many came.
    /// - Throws: also errors that ICMP reported for a connected socket, once each.
    package func receive(from descriptor: Int32) throws(Errno) -> Progress<Int> {
        switch try attempting({ fairway_batch_receive(batch, descriptor) }) {
        case .done(let count): .done(Int(count))
        case .wouldBlock: .wouldBlock
        }
    }

    /// The bytes in a received datagram.
    package func length(_ index: Int) -> Int {
        Int(fairway_batch_length(batch, Int32(index)))
    }

    /// Who sent a received datagram.
    package func senderKey(_ index: Int) -> AddressKey {
        AddressKey(fairway_batch_sender(batch, Int32(index)))
    }

    /// Who sent a received datagram.
    package func sender(_ index: Int) -> KernelAddress {
        KernelAddress(fairway_batch_sender(batch, Int32(index)).pointee)
    }

    /// Sends received datagrams along a connected socket.
    /// - Returns: how many were sent; fewer than asked when the next one fails.
    /// - Throws: why the first one could not be sent.
    package func send(_ range: Range<Int>, along descriptor: Int32) throws(Errno) -> Int {
        Int(try retrying { fairway_batch_send(batch, Int32(range.lowerBound), Int32(range.count), descriptor, nil) })
    }

    /// Sends a received datagram along a connected socket, with `header` before its bytes, as one datagram.
    /// - Throws: why it could not be sent: `Errno.messageTooLong` where both together do not fit one.
    package func send(_ index: Int, after header: [UInt8], along descriptor: Int32) throws(Errno) {
        _ = try retrying {
            header.withUnsafeBytes {
                fairway_batch_send_after(batch, Int32(index), descriptor, $0.baseAddress, $0.count)
            }
        }
    }

    /// Sends received datagrams to an address.
    ///
    /// Returns and throws as `send(_:along:)`.
    package func send(
        _ range: Range<Int>, from descriptor: Int32, to address: KernelAddress
    ) throws(Errno) -> Int {
        try withUnsafePointer(to: address.raw) { address throws(Errno) in
            Int(
                try retrying {
                    fairway_batch_send(batch, Int32(range.lowerBound), Int32(range.count), descriptor, address)
                })
        }
    }
}
