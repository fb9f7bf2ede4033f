import FairwayKubernetesModel
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOSSL

/// What is known of the connection a request came by.
struct ConnectionContext: InitializableFromSource {
    typealias Source = ApplicationRequestContextSource

    let channel: any Channel
    let logger: Logger

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
        logger = source.logger
    }
}

/// Between HTTP and the handlers: who is asking, what with, and how the answer goes out.
struct APIResponder: HTTPResponder {
    /// Kubernetes' own limit, in bytes.
    private static let bodyLimit = 3 << 20
    /// How long a client may take to send a body, or to go on taking an answer: as long as Kubernetes lets a request take.
    static let patience = TimeAmount.seconds(60)

    let routes: APIRoutes

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let response = try await answered(request, context)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answered(_ request: Request, _ context: ConnectionContext) async throws -> Response {
        do {
            guard try await context.isAuthenticated() else {
                // Strangers do not hold connections for which others may be waiting.
                _ = context.channel.closed(in: .seconds(1))
                return response(Answer(refusal: .unauthorized), request)
            }
            let answer = try await routes.answer(try await read(request, context))
            return response(answer, request)
        } catch let refusal as APIStatus {
            return response(Answer(refusal: refusal), request)
        } catch is NIOTooManyBytesError {
            return response(Answer(refusal: .tooLarge(limit: Self.bodyLimit)), request)
        }
    }

    private func read(_ request: Request, _ context: ConnectionContext) async throws -> APIRequest {
        guard let target = APIRequest.parse(target: request.head.path ?? "/") else {
            throw APIStatus.badRequest("the request's path is no valid one")
        }
        // A body is read only where one has a meaning: a watch goes on listening for its client to go away.
        let hasBody = ["POST", "PUT", "PATCH", "DELETE"].contains(request.method.rawValue)
        let body = hasBody ? try await collectedBody(request, context) : ByteBuffer()
        let mediaType = request.headers[.contentType]?.prefix { $0 != ";" } ?? ""
        return APIRequest(
            method: request.method.rawValue, path: target.path, query: target.query,
            accept: request.headers[.accept] ?? "", contentType: mediaType.filter { $0 != " " }.lowercased(),
            userAgent: request.headers[.userAgent] ?? "", ifNoneMatch: request.headers[.ifNoneMatch],
            body: Data(body.readableBytesView))
    }

    /// A body, before the client's time for it is over: then its connection is closed, however little it still sends.
    private func collectedBody(_ request: Request, _ context: ConnectionContext) async throws -> ByteBuffer {
        let deadline = context.channel.closed(in: Self.patience)
        defer { deadline.cancel() }
        return try await request.body.collect(upTo: Self.bodyLimit)
    }

    private func response(_ answer: Answer, _ request: Request) -> Response {
        var headers = answer.headers
        headers[.contentType] = answer.contentType
        if let name = HTTPField.Name("Warning") {
            headers[values: name] = answer.warnings.map { "299 - \"\($0.headerText)\"" }
        }
        let status = HTTPResponse.Status(code: answer.status)
        switch answer.body {
        case .whole(let data):
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
        case .watch(let stream):
            return Response(
                status: status, headers: headers, body: ResponseBody { try await stream.write(to: &$0, of: request) })
        }
    }
}

extension WatchStream {
    /// Sends the watch to a client until its time is over, the server ends, or the client goes.
    @concurrent
    fileprivate func write(to writer: inout any ResponseBodyWriter, of request: Request) async throws {
        switch begin() {
        case .failure(let error): try await writer.write(ByteBuffer(bytes: error.line))
        case .success(let subscription):
            defer { store.endWatch(subscription) }
            async let _ = end(subscription, of: request)
            var events = WatchEvents(stream: self)
            for object in subscription.initial {
                if let line = events.line(forInitial: object) { try await writer.write(ByteBuffer(bytes: line)) }
            }
            if let line = events.endOfInitial(subscription) { try await writer.write(ByteBuffer(bytes: line)) }
            for past in subscription.backlog {
                if let line = events.line(for: .change(past.change)) { try await writer.write(ByteBuffer(bytes: line)) }
            }
            events.begun(subscription)
            for await signal in subscription.signals {
                if let line = events.line(for: signal) { try await writer.write(ByteBuffer(bytes: line)) }
            }
        }
        try await writer.finish(nil)
    }

    /// Ends a watch when its time is over, or its client is gone.
    private func end(_ subscription: WatchSubscription, of request: Request) async {
        do {
            try await request.body.consumeWithInboundCloseHandler { [duration] _ in
                try await Task.sleep(for: duration)
            } onInboundClosed: { [store] in
                store.endWatch(subscription)
            }
            store.endWatch(subscription)
        } catch {
            // Cancelled: the watch has ended already.
        }
    }
}

extension ConnectionContext {
    /// Whether the client has shown a certificate. The handshake has refused any that this server's own authority did
    /// not sign, so one that is there is good.
    fileprivate func isAuthenticated() async throws -> Bool {
        try await channel.nioSSL_peerCertificate().get() != nil
    }
}

extension APIStatus {
    fileprivate static let unauthorized = APIStatus(code: 401, reason: "Unauthorized", message: "Unauthorized")
}

extension String {
    /// This text as it may stand between the quotes of a header (RFC 9110 §5.6.4).
    fileprivate var headerText: String {
        let visible = unicodeScalars.map { (" "..."~").contains($0) ? Character($0) : " " }
        return String(visible).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
