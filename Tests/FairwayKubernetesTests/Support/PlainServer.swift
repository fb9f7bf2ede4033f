import NIOCore
import NIOPosix

/// A server on a loopback address that reads one request a connection, remembers its text and answers as told.
final class PlainServer: Sendable {
    let requests = Locked<[String]>([])
    let port: Int
    private let channel: any Channel

    /// Answers each request with the bytes `answer`; the connection stays open afterwards.
    init(host: String, answer: String) async throws {
        let requests = requests
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answering(requests: requests, answer: answer))
                }
            }
            .bind(host: host, port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func close() async throws {
        try await channel.close()
    }

    /// Answers once the head of a request is whole, and its body where a length says how long it is.
    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let requests: Locked<[String]>
        private let answer: String
        private var text = ""

        init(requests: Locked<[String]>, answer: String) {
            self.requests = requests
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            guard text.contains("\r\n\r\n") else { return }
            requests.change { $0.append(text) }
            text = ""
            context.writeAndFlush(NIOAny(ByteBuffer(string: answer)), promise: nil)
        }
    }
}
