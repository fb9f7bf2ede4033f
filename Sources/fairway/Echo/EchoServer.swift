import ArgumentParser
import FairwayNet
import Glibc
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Upper-cases what it receives, over TCP and UDP on one port, and sends it back.
struct EchoServer: Service {
    var address: FairwayNet.SocketAddress
    /// Called once both protocols listen, with the address in use.
    var didStart: @Sendable (FairwayNet.SocketAddress) -> Void

    func run() async throws {
        let host = "\(address.address)"
        let group = MultiThreadedEventLoopGroup.singleton
        let stream: any Channel
        let datagrams: any Channel
        do {
            stream = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 1024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .childChannelInitializer { channel in
                    // A client that sends and never reads costs no more than the socket's buffers.
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers(BackPressureHandler(), StreamEcho())
                    }
                }
                .bind(host: host, port: Int(address.port)).get()
            // With port 0 the kernel chose one for TCP; UDP takes the same.
            datagrams = try await DatagramBootstrap(group: group)
                .channelOption(.receivePacketInfo, value: true)
                .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65_536))
                .channelInitializer { $0.pipeline.addHandler(DatagramEcho()) }
                .bind(host: host, port: stream.localAddress?.port ?? Int(address.port)).get()
        } catch let error as IOError {
            throw CommandError(
                "cannot listen on \(address): \(error.reasonText); stop what uses it or choose another with --listen",
                exitCode: error.errnoCode == EACCES ? .notPermitted : .failure)
        }
        didStart(SocketAddress(address: address.address, port: UInt16(stream.localAddress?.port ?? 0)))
        try await withGracefulShutdownHandler {
            try await stream.closeFuture.get()
            try await datagrams.closeFuture.get()
        } onGracefulShutdown: {
            stream.close(promise: nil)
            datagrams.close(promise: nil)
        }
    }
}

extension IOError {
    var reasonText: String { String(cString: strerror(errnoCode)) }
}

/// Answers each read with the same bytes in upper case, and a client's end with the end.
private final class StreamEcho: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        bytes.uppercaseASCII()
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event {
            context.close(mode: .output, promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

/// Answers each datagram from the address it was sent to.
private final class DatagramEcho: ChannelInboundHandler, Sendable {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var envelope = unwrapInboundIn(data)
        envelope.data.uppercaseASCII()
        context.writeAndFlush(wrapOutboundOut(envelope), promise: nil)
    }

    /// An ICMP error about an earlier answer is that client's matter, not ours.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}

extension ByteBuffer {
    fileprivate mutating func uppercaseASCII() {
        withUnsafeMutableReadableBytes { bytes in
            for index in bytes.indices where (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[index]) {
                bytes[index] -= 32
            }
        }
    }
}
