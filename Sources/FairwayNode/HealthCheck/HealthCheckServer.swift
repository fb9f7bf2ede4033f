package import FairwayNet
package import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Listens on the `healthCheckNodePort`s of Services, where nobody else does, and answers as kube-proxy would.
///
/// Used by one `NodeAgent`, which closes it.
package actor HealthCheckServer {
    private let address: IPAddress
    private let logger: Logger
    private let board = HealthCheckBoard()
    private var listeners: [UInt16: any Channel] = [:]

    /// It will listen on `address`.
    package init(address: IPAddress, logger: Logger) {
        self.address = address
        self.logger = logger
    }

    /// Answers `checks`, by port, and nothing else from now on. Ports that somebody else has are theirs; they are tried
    /// again by every call.
    func apply(_ checks: [UInt16: HealthCheck]) async {
        board.replace(checks)
        for port in listeners.keys.sorted() where checks[port] == nil {
            await close(port)
        }
        for port in checks.keys.sorted() where listeners[port] == nil {
            await open(port)
        }
    }

    /// Stops listening.
    func close() async { await apply([:]) }

    private func open(_ port: UInt16) async {
        let board = board
        do {
            listeners[port] = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.addHandler(IdleStateHandler(allTimeout: .seconds(10)))
                        try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                        try pipeline.addHandler(HealthCheckHandler { board[port] })
                    }
                }
                .bind(host: "\(address)", port: Int(port)).get()
        } catch {
            // Where there is a kube-proxy, it answers.
            logger.debug("Health check port is not ours", metadata: ["port": "\(port)", "error": "\(error)"])
        }
    }

    private func close(_ port: UInt16) async {
        guard let listener = listeners.removeValue(forKey: port) else { return }
        do {
            try await listener.close().get()
        } catch {
            // Closed already, which is what was wanted.
            logger.debug("Health check port was closed", metadata: ["port": "\(port)", "error": "\(error)"])
        }
    }
}

/// What is answered at each port, for the threads that answer.
private final class HealthCheckBoard: Sendable {
    private let checks = Mutex<[UInt16: HealthCheck]>([:])

    func replace(_ checks: [UInt16: HealthCheck]) { self.checks.withLock { $0 = checks } }

    subscript(port: UInt16) -> HealthCheck? { checks.withLock { $0[port] } }
}

/// Answers one request, whatever its path and method, and ends the connection: so none outlives its Service.
private final class HealthCheckHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let check: @Sendable () -> HealthCheck?
    private var isHead = false

    init(_ check: @escaping @Sendable () -> HealthCheck?) {
        self.check = check
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): isHead = head.method == .HEAD
        case .body: break
        case .end: answer(context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ context: ChannelHandlerContext) {
        guard let check = check() else { return context.close(promise: nil) }
        let body = ByteBuffer(string: check.body)
        var headers = HTTPHeaders(check.headers.map { ($0.name, $0.value) })
        headers.add(name: "Content-Length", value: "\(body.readableBytes)")
        headers.add(name: "Connection", value: "close")
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: check.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !isHead { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
}
