import Glibc
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// Takes connections at a socket, and speaks HTTP over TLS with each of them.
///
/// Hummingbird has a server of its own for that, which cannot be given a socket that is there already.
struct APIListener: Sendable {
    private let connections: TLSChannel<HTTP1Channel>
    private let connectionLimit: Int
    private let logger: Logger

    init(responder: APIResponder, tls: TLSConfiguration, connectionLimit: Int, logger: Logger) throws {
        let channel = HTTP1Channel(
            responder: { request, writer, channel in
                let response = try await responder.response(to: request, from: channel, logger: logger)
                try await writer.write(response: response.head, body: response.body)
            },
            // A connection is given up when nothing comes of it for a while; one with an answer under way is not idle.
            configuration: .init(
                additionalChannelHandlers: [PatienceHandler(patience: APIResponder.patience)],
                idleTimeout: .seconds(90),
                httpDecoderConfiguration: .init(maxHeaderFieldSize: 64 << 10, maxHeaderListSize: 128 << 10)))
        connections = try TLSChannel(channel, tlsConfiguration: tls)
        self.connectionLimit = connectionLimit
        self.logger = logger
    }

    /// Serves until it is cancelled, or until it is shut down and every request has its answer. `listening` is told the
    /// port once clients can connect.
    func run(at place: ListenPlace, listening: (Int?) -> Void) async throws {
        let server = try await listen(at: place)
        listening(server.channel.localAddress?.port)
        try await withGracefulShutdownHandler {
            try await server.executeThenClose { inbound in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in inbound {
                        group.addTask { await serve(connection) }
                    }
                }
            }
        } onGracefulShutdown: {
            server.channel.close(promise: nil)
        }
    }

    private func serve(_ connection: HTTP1Channel.Value) async {
        await withGracefulShutdownHandler {
            await connections.handle(value: connection, logger: logger)
        } onGracefulShutdown: {
            connection.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    private func listen(at place: ListenPlace) async throws -> NIOAsyncChannel<HTTP1Channel.Value, Never> {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: ListenPlace.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { [connectionLimit, logger] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        AvailableConnectionsChannelHandler(
                            delegate: MaximumAvailableConnections(connectionLimit, logger: logger)))
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
        switch place {
        case .address(let host, let port):
            return try await bootstrap.bind(host: host, port: port, childChannelInitializer: setUp)
        case .socket(let descriptor):
            let server = try await bootstrap.bind(try copy(of: descriptor), childChannelInitializer: setUp)
            // The bootstrap has listened by a backlog of its own choice.
            _ = Glibc.listen(descriptor, ListenPlace.backlog)
            return server
        }
    }

    @Sendable private func setUp(_ channel: any Channel) -> EventLoopFuture<HTTP1Channel.Value> {
        connections.setup(channel: channel, logger: logger)
    }

    /// The server closes the descriptor that it is given.
    private func copy(of descriptor: Int32) throws -> Int32 {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw IOError(errnoCode: errno, reason: "dup") }
        return copy
    }
}

extension APIResponder {
    fileprivate func response(to request: Request, from channel: any Channel, logger: Logger) async throws -> Response {
        let context = ConnectionContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
        var response: Response
        do {
            response = try await respond(to: request, context: context)
        } catch let error as HTTPParserError {
            // The connection's handler answers this one.
            throw error
        } catch {
            logger.debug("A request failed", metadata: ["error": "\(error)"])
            response = Response(status: .internalServerError)
        }
        response.headers[.date] = httpDate(of: time(nil))
        return response
    }
}

/// A time, in seconds since 1970, as headers have it (RFC 9110 §5.6.7).
private func httpDate(of time: time_t) -> String {
    var (time, parts) = (time, tm())
    gmtime_r(&time, &parts)
    return String(unsafeUninitializedCapacity: 32) { buffer in
        buffer.withMemoryRebound(to: CChar.self) { strftime($0.baseAddress, $0.count, "%a, %d %b %Y %T GMT", &parts) }
    }
}
