import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import Testing

/// A connection on which a test says whatever it likes.
struct RawClient: Sendable {
    private let channel: any Channel
    private let received: Received

    init(port: Int, tls: NIOSSLContext?) async throws {
        let received = Received()
        self.received = received
        channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: nil))
                    }
                    try channel.pipeline.syncOperations.addHandler(Collector(received: received))
                }
            }
            .channelOption(.allowRemoteHalfClosure, value: false)
            .connect(host: "127.0.0.1", port: port).get()
    }

    /// Sends, or finds that the other side has ended the connection, which `isClosed` and `status` tell.
    func send(_ bytes: some Sequence<UInt8> & Sendable) async throws {
        do {
            try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
        } catch ChannelError.ioOnClosedChannel {
            received.close()
        } catch is IOError {
            received.close()
        }
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// Reads nothing from now on, so that what is sent to this client stays with its sender.
    func stopReading() async throws { try await channel.setOption(.autoRead, value: false).get() }

    /// Says that nothing more will be sent, and goes on listening.
    func closeOutput() { channel.close(mode: .output, promise: nil) }

    func close() { channel.close(promise: nil) }

    var isClosed: Bool { received.isClosed }
    var text: String { received.text }

    /// The status of the answer, once it is there; `nil`: the connection ended without.
    func status() async throws -> Int? {
        try await eventually("an answer, or the end of the connection") { () -> Int?? in
            let line = text.prefix { $0 != "\r\n" }
            if line.hasPrefix("HTTP/1.1 "), text.contains("\r\n") { return Int(line.dropFirst(9).prefix(3)) }
            return isClosed ? .some(nil) : nil
        }
    }
}

/// The beginning of what came, and whether more can come.
private final class Received: Sendable {
    private let state = Mutex<(text: String, isClosed: Bool)>(("", false))

    var text: String { state.withLock { $0.text } }
    var isClosed: Bool { state.withLock { $0.isClosed } }

    func append(_ buffer: ByteBuffer) {
        state.withLock { if $0.text.utf8.count < 4_096 { $0.text += String(buffer: buffer) } }
    }

    func close() { state.withLock { $0.isClosed = true } }
}

private final class Collector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let received: Received

    init(received: Received) {
        self.received = received
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { received.append(unwrapInboundIn(data)) }

    func channelInactive(context: ChannelHandlerContext) {
        received.close()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        received.close()
        context.close(promise: nil)
    }
}
