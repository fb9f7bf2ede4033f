import FairwayLinux
import FairwayNet
import Foundation
import Synchronization
import SystemPackage
import Testing

@Suite("Packets between processes")
struct PacketSocketTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "fairway-\(UUID().uuidString)").path
    private var later: MonotonicTime { .now.advanced(by: 30_000) }

    private func sleeper() throws -> ChildProcess {
        try ChildProcess(path: "/bin/sleep", arguments: ["sleep", "600"], environment: [])
    }

    /// Both ends of a conversation.
    private func pair() throws -> (PacketSocket, PacketSocket) {
        let process = try sleeper()
        defer { _ = process.kill() }
        let listener = try PacketListener(path: path)
        let client = try PacketSocket.connect(to: path)
        return (client, try #require(try listener.accept(from: process, before: later)))
    }

    @Test("bytes arrive as they were sent, with as many descriptors as the kernel lets through")
    func descriptors() throws {
        let (one, other) = try pair()
        let socket = try BoundSocket.receive(
            on: KernelAddress(.v4(IPv4Address(127, 0, 0, 1)), port: 0), sharing: .exclusive)
        let many = Array(repeating: socket.number, count: PacketSocket.descriptorLimit)
        try one.send(Packet(bytes: [1, 2, 3], descriptors: many), before: later)
        try one.send(Packet(bytes: Array(repeating: 7, count: PacketSocket.byteLimit)), before: later)

        let first = try #require(try other.receive(before: later))
        defer { first.descriptors.forEach { OwnedDescriptor.close($0) } }
        #expect(first.bytes == [1, 2, 3])
        #expect(first.descriptors.count == many.count)
        let address = try socket.localAddress().socketAddress
        for descriptor in first.descriptors {
            #expect(try Socket.localAddress(of: descriptor).socketAddress == address)
            #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
        }
        #expect(try other.receive(before: later)?.bytes.count == PacketSocket.byteLimit)
    }

    @Test("the end is told, and waits have one")
    func ends() throws {
        let (one, other) = try pair()
        #expect(throws: Errno.timedOut) { try other.receive(before: .now) }
        one.end()
        #expect(try other.receive(before: later) == nil)
        #expect(throws: Errno.brokenPipe) { try other.send(Packet(bytes: [1]), before: later) }
    }

    @Test("only its user may connect, and each end knows whom it talks to")
    func privacy() throws {
        let process = try sleeper()
        defer { _ = process.kill() }
        let listener = try PacketListener(path: path)
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        let client = try PacketSocket.connect(to: path)
        let server = try #require(try listener.accept(from: process, before: later))
        for end in [client, server] {
            let peer = try end.peer()
            #expect(peer.user == geteuid() && peer.process == getpid())
        }
        #expect(throws: Errno.fileNameTooLong) { try PacketListener(path: String(repeating: "/x", count: 60)) }
    }

    @Test("nobody is waited for who has ended, and the file is gone with the listener")
    func nobody() throws {
        do {
            let process = try ChildProcess(
                path: "/bin/sh", arguments: ["sh", "-c", "exit 7"], environment: [])
            let listener = try PacketListener(path: path)
            #expect(try listener.accept(from: process, before: later) == nil)
            #expect(process.wait() == .exited(code: 7))
            let other = try sleeper()
            #expect(throws: Errno.timedOut) { try listener.accept(from: other, before: .now) }
            #expect(other.kill() == .killed(signal: SIGKILL))
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("what cannot be executed is told, and a program begins with nothing of ours but its output")
    func spawning() throws {
        let text = path + ".txt"
        try "not a program".write(toFile: text, atomically: true, encoding: .utf8)
        defer { unlink(text) }
        func start(_ path: String) throws {
            _ = try ChildProcess(path: path, arguments: [path], environment: [])
        }
        #expect(throws: Errno.permissionDenied) { try start(text) }
        chmod(text, 0o700)
        #expect(throws: Errno.execFormatError) { try start(text) }
        #expect(throws: Errno.noSuchFileOrDirectory) { try start(path) }

        // A descriptor that would be inherited, and a signal that is blocked.
        let leak = open("/dev/null", O_RDONLY)
        defer { close(leak) }
        // (What is blocked is looked for in a child of the shell, which itself blocks signals while it waits.)
        let script =
            "test ! -e /proc/$$/fd/\(leak) && grep -q '^SigBlk:.0000000000000000' /proc/self/status && test \"$A\" = b"
        let end = Mutex<ChildProcess.End?>(nil)
        try KernelThread(name: "spawning") {
            let process = try? ChildProcess(
                path: "/bin/sh", arguments: ["sh", "-c", script], environment: ["A=b", "PATH=/usr/bin:/bin"]
            )
            end.withLock { $0 = process?.wait() }
        }.join()
        #expect(end.withLock { $0 } == .exited(code: 0))
    }
}
