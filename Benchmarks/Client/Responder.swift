import FairwayLinux
import FairwayNet
import SystemPackage

/// Sends back what it receives, on one thread, which adds as little to a ping-pong as can be.
struct Responder: ~Copyable {
    private enum Kind: UInt64 { case listener, connection, datagrams }

    private let poller: Poller
    private let batch: DatagramBatch
    private let buffer: UnsafeMutableRawBufferPointer
    private var sockets: [BoundSocket]

    init() throws {
        let poller = try Poller()
        let batch = try DatagramBatch()
        self.poller = poller
        self.batch = batch
        buffer = .allocate(byteCount: 65_536, alignment: 8)
        sockets = []
    }

    deinit { buffer.deallocate() }

    mutating func listen(on address: IPAddress, port: UInt16) throws {
        let listener = try BoundSocket.listen(on: KernelAddress(address, port: port), sharing: .exclusive)
        let datagrams = try BoundSocket.receive(on: KernelAddress(address, port: port), sharing: .exclusive)
        try watch(listener.number, as: .listener)
        try watch(datagrams.number, as: .datagrams)
        sockets += [listener, datagrams]
    }

    /// Has a socket there that nobody reads from, so that senders are not told that there is none.
    mutating func ignore(on address: IPAddress, port: UInt16) throws {
        let address = KernelAddress(address, port: port)
        sockets.append(try BoundSocket.receive(on: address, sharing: .exclusive, bufferSize: 4_096))
    }

    /// Never returns but with an error.
    func run() throws {
        while true {
            for index in 0..<(try poller.wait(timeout: nil)) {
                let token = poller.token(index)
                let descriptor = Int32(truncatingIfNeeded: token)
                switch Kind(rawValue: token >> 32) {
                case .listener: try accept(from: descriptor)
                case .connection: answer(on: descriptor)
                case .datagrams: answerDatagrams(on: descriptor)
                case nil: break
                }
            }
        }
    }

    private func watch(_ descriptor: Int32, as kind: Kind) throws {
        try poller.add(descriptor, for: .readable, token: kind.rawValue << 32 | UInt64(descriptor))
    }

    private func accept(from listener: Int32) throws {
        var peer = KernelAddress()
        while let connection = try Socket.accept(from: listener, peer: &peer) {
            try watch(connection.number, as: .connection)
            _ = connection.release()
        }
    }

    /// A client of the bench waits for the answer before it sends more: there is always room for it.
    private func answer(on connection: Int32) {
        do throws(Errno) {
            guard case .done(let count) = try Socket.read(from: connection, into: buffer) else { return }
            guard count > 0 else { return OwnedDescriptor.close(connection) }
            _ = try Socket.write(to: connection, from: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        } catch {
            OwnedDescriptor.close(connection)
        }
    }

    private func answerDatagrams(on socket: Int32) {
        // What cannot be sent back is lost, as datagrams may be.
        guard case .done(let count)? = try? batch.receive(from: socket) else { return }
        for row in 0..<count { batch.queue(row, to: batch.sender(row)) }
        _ = try? batch.send(along: socket)
        batch.drop(batch.queued)
    }
}
