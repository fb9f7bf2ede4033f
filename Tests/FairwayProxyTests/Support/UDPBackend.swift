import FairwayCore
import FairwayNet
import Synchronization

/// A UDP server on loopback that returns what it gets, with its name before it. Call `stop` when done.
final class UDPBackend: Sendable {
    let backend: Backend
    private let socket: TestSocket
    private let thread: Mutex<Joinable?>
    private let isSilent: Silencer

    init(_ name: String = "", on address: IPAddress = Loopback.address(), port: UInt16 = 0) throws {
        let socket = try TestSocket(.udp, address.family)
        try socket.bind(to: SocketAddress(address: address, port: port))
        socket.limitWaits(seconds: 0)
        self.socket = socket
        backend = Backend(address: address, port: try socket.localAddress.port)
        let (stop, isSilent) = (Self.stopWord, Silencer())
        self.isSilent = isSilent
        thread = Mutex(
            try Joinable {
                while let (bytes, sender) = try? socket.receiveDatagram(), bytes != stop {
                    if !isSilent.value.load(ordering: .relaxed) {
                        try? socket.send(Array(name.utf8) + bytes, to: sender)
                    }
                }
            })
    }

    private final class Silencer: Sendable {
        let value = Atomic<Bool>(false)
    }

    /// Goes on taking what comes, without answering it.
    func fallSilent() { isSilent.value.store(true, ordering: .relaxed) }

    private static let stopWord = Array("stop the test's backend".utf8)

    /// Ends the thread and closes the socket with the last reference.
    func stop() {
        guard let thread = thread.withLock({ $0.take() }) else { return }
        let sender = try? TestSocket(.udp, backend.address.family)
        try? sender?.send(Self.stopWord, to: SocketAddress(address: backend.address, port: backend.port))
        thread.join()
    }
}
