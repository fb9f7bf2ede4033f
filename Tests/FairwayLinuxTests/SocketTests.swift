import FairwayLinux
import FairwayNet
import Glibc
import SystemPackage
import Testing

@Suite("Sockets")
struct SocketTests {
    private let anywhere = KernelAddress(.v4(IPv4Address(127, 0, 0, 1)), port: 0)

    @Test("a listener in a group lets others of the group in, and nobody who wants to be alone")
    func sharing() throws {
        let first = try BoundSocket.listen(on: anywhere, sharing: .group)
        let address = try first.localAddress()
        _ = try BoundSocket.listen(on: address, sharing: .group)
        #expect(throws: Errno.addressInUse) { try BoundSocket.listen(on: address, sharing: .exclusive) }
    }

    @Test("a UDP socket that is alone lets nobody in")
    func exclusive() throws {
        let first = try BoundSocket.receive(on: anywhere, sharing: .exclusive)
        let address = try first.localAddress()
        #expect(throws: Errno.addressInUse) { try BoundSocket.receive(on: address, sharing: .exclusive) }
        #expect(throws: Errno.addressInUse) { try BoundSocket.receive(on: address, sharing: .group) }
    }

    @Test("an address of another machine cannot be bound")
    func foreign() {
        let foreign = KernelAddress(.v4(IPv4Address(192, 0, 2, 1)), port: 0)
        #expect(throws: Errno.addressNotAvailable) { try BoundSocket.listen(on: foreign, sharing: .group) }
    }

    @Test("a connection of a listener notices a peer that vanishes, and one that is made when that is asked for")
    func keepAlive() throws {
        let (client, server) = try connected()
        #expect(option(SO_KEEPALIVE, SOL_SOCKET, of: client.number) == 0)
        try Socket.keepAlive(client.number)
        for descriptor in [client.number, server.number] {
            #expect(option(SO_KEEPALIVE, SOL_SOCKET, of: descriptor) == 1)
            let times = [TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT].map {
                option($0, Int32(IPPROTO_TCP), of: descriptor)
            }
            #expect(times == [120, 30, 4])
        }
    }

    private func option(_ name: Int32, _ level: Int32, of descriptor: Int32) -> Int32 {
        var (value, length) = (Int32(-1), socklen_t(MemoryLayout<Int32>.size))
        getsockopt(descriptor, level, name, &value, &length)
        return value
    }

    @Test("a connection carries bytes, its end, and by a pipe as well")
    func connection() throws {
        let (client, server) = try connected()
        #expect(throws: Never.self) { try write("hello", to: client.number) }
        #expect(try read(from: server.number) == "hello")
        let pipe = try PipeEnds.open(capacity: 65_536)
        defer { pipe.close() }
        try write("by pipe", to: client.number)
        guard case .done(7) = try Socket.splice(from: server.number, to: pipe.write, count: 100),
            case .done(7) = try Socket.splice(from: pipe.read, to: server.number, count: 7)
        else {
            Issue.record("the pipe did not carry 7 bytes")
            return
        }
        #expect(try read(from: client.number) == "by pipe")
        guard case .wouldBlock = try Socket.splice(from: server.number, to: pipe.write, count: 100) else {
            Issue.record("nothing was there to be spliced")
            return
        }
        try Socket.shutdownWrite(client.number)
        #expect(try read(from: server.number) == "")
    }

    @Test("a connection that was reset says so")
    func reset() throws {
        let (client, server) = try connected()
        Socket.reset(server.release())
        #expect(throws: Errno.connectionReset) { try read(from: client.number) }
        #expect(throws: Errno.brokenPipe) { try write("x", to: client.number) }
    }

    @Test("a refused connection says so, once")
    func refused() throws {
        let address = try BoundSocket.listen(on: anywhere, sharing: .group).localAddress()
        let client = try Socket.connectStream(to: address)
        let poller = try Poller()
        try poller.add(client.number, for: .writable, token: 1)
        #expect(try poller.wait(timeout: 10_000) == 1)
        #expect(poller.readiness(0).contains([.writable, .hangup, .error]))
        #expect(Socket.takeError(of: client.number) == .connectionRefused)
        #expect(Socket.takeError(of: client.number) == nil)
    }

    private func connected() throws -> (client: Box, server: Box) {
        let listener = try BoundSocket.listen(on: anywhere, sharing: .exclusive)
        let client = try Socket.connectStream(to: try listener.localAddress())
        let poller = try Poller()
        try poller.add(listener.number, for: .readable, token: 7)
        #expect(try poller.wait(timeout: 10_000) == 1)
        #expect(poller.token(0) == 7)
        var peer = KernelAddress()
        guard let server = try Socket.accept(from: listener.number, peer: &peer) else { throw Errno.noData }
        #expect(try peer.socketAddress == Socket.localAddress(of: client.number).socketAddress)
        return (Box(client), Box(server))
    }

    private func write(_ text: String, to descriptor: Int32) throws {
        try Array(text.utf8).withUnsafeBytes { _ = try Socket.write(to: descriptor, from: $0) }
    }

    private func read(from descriptor: Int32) throws -> String {
        let poller = try Poller()
        try poller.add(descriptor, for: .readable, token: 1)
        #expect(try poller.wait(timeout: 10_000) == 1)
        var bytes = [UInt8](repeating: 0, count: 100)
        guard case .done(let count) = try bytes.withUnsafeMutableBytes({ try Socket.read(from: descriptor, into: $0) })
        else { throw Errno.noData }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}

/// A descriptor that fits into a tuple.
private final class Box {
    private var descriptor: OwnedDescriptor?

    init(_ descriptor: consuming OwnedDescriptor) {
        self.descriptor = consume descriptor
    }

    var number: Int32 { descriptor?.number ?? -1 }

    func release() -> Int32 {
        descriptor.take()?.release() ?? -1
    }
}
