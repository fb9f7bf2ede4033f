import NIOCore
import NIOPosix

/// A server on a loopback address that reads one request a connection, remembers its text and answers as told.
final class PlainServer: Sendable {
    let requests = Locked<[String]>([])
    let port: Int
    private let channel: any Channel

    /// Answers each request with the bytes of the next answer, and with the last one from then on; the connection stays
    /// open afterwards.
    init(host: String, answers: [String]) async throws {
        let requests = requests
        let answers = Locked(answers)
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answering(requests: requests, answers: answers))
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
        private let answers: Locked<[String]>
        private var text = ""

        init(requests: Locked<[String]>, answers: Locked<[String]>) {
            self.requests = requests
            self.answers = answers
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            guard text.contains("\r\n\r\n") else { return }
            requests.change { $0.append(text) }
            text = ""
            let answer = answers.change { $0.count > 1 ? $0.removeFirst() : $0.first ?? "" }
            context.writeAndFlush(NIOAny(ByteBuffer(string: answer)), promise: nil)
        }
    }
}
