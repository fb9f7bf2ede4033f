import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// Requests over HTTP/1.1 and TLS.
///
/// HTTP/1.1, so that each watch has a connection of its own and one that is dead takes no other with it. Watches have a
/// client of their own, as they hold their connections and may have no deadline.
final class HTTPTransport: KubernetesTransport {
    private static let connectTimeout = TimeAmount.seconds(10)
    private static let answerTimeout = TimeAmount.seconds(60)

    private let requests: HTTPClient
    private let watches: HTTPClient
    private let base: String
    private let tokens: TokenSource?

    init(configuration: KubernetesConfiguration) throws {
        var client = try Self.clientConfiguration(configuration)
        client.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        requests = HTTPClient(eventLoopGroupProvider: .singleton, configuration: client)
        // One that waits for a connection would wait until another watch ends.
        client.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1 << 20
        watches = HTTPClient(eventLoopGroupProvider: .singleton, configuration: client)
        base = Self.base(configuration)
        tokens =
            switch configuration.credentials {
            case .none, .certificate: nil
            case .token(let token): TokenSource(token: token)
            case .tokenFile(let path): TokenSource(path: path)
            }
    }

    func send(_ request: APIRequest) async throws -> APIResponse {
        do {
            let token = try tokens?.token()
            var response = try await execute(request, token)
            if response.status == .unauthorized, let token, let renewed = try tokens?.token(after: token) {
                response = try await execute(request, renewed)
            }
            return APIResponse(
                status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
                body: HTTPBody(response.body, server: base))
        } catch {
            throw TransportError.from(error, server: base)
        }
    }

    private func execute(_ request: APIRequest, _ token: String?) async throws -> HTTPClientResponse {
        // A watch is ended by its reader; see `Reflector`.
        let client = request.isWatch ? watches : requests
        let timeout = request.isWatch ? TimeAmount.hours(1) : Self.answerTimeout
        return try await client.execute(httpRequest(request, token), timeout: timeout)
    }

    func shutdown() async throws {
        try await requests.shutdown().get()
        try await watches.shutdown().get()
    }

    private func httpRequest(_ request: APIRequest, _ token: String?) -> HTTPClientRequest {
        var httpRequest = HTTPClientRequest(url: base + request.target)
        httpRequest.method = .RAW(value: request.method.rawValue)
        httpRequest.headers.add(name: "Accept", value: "application/json")
        httpRequest.headers.add(name: "User-Agent", value: request.userAgent)
        if let token {
            httpRequest.headers.add(name: "Authorization", value: "Bearer \(token)")
        }
        if let contentType = request.contentType {
            httpRequest.headers.add(name: "Content-Type", value: contentType)
        }
        if let body = request.body {
            httpRequest.body = .bytes(ByteBuffer(bytes: body))
        }
        return httpRequest
    }
}

// MARK: - Configuration

extension HTTPTransport {
    /// The start of every URL. With a TLS server name that name is the URL's host, and its address is overridden.
    private static func base(_ configuration: KubernetesConfiguration) -> String {
        let server = configuration.server.absoluteString
        let trimmed = server.hasSuffix("/") ? String(server.dropLast()) : server
        guard let name = configuration.tlsServerName,
            var components = URLComponents(string: trimmed)
        else { return trimmed }
        components.host = name
        return components.string ?? trimmed
    }

    private static func clientConfiguration(
        _ configuration: KubernetesConfiguration
    ) throws -> HTTPClient.Configuration {
        var client = HTTPClient.Configuration(
            tlsConfiguration: try tlsConfiguration(configuration), redirectConfiguration: .disallow,
            timeout: .init(connect: connectTimeout))
        client.httpVersion = .http1Only
        // A refused connection is to be known at once; this side decides when to try again.
        client.connectionPool.retryConnectionEstablishment = false
        if let name = configuration.tlsServerName, let host = configuration.server.host {
            client.dnsOverride = [name: host]
        }
        return client
    }

    private static func tlsConfiguration(_ configuration: KubernetesConfiguration) throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        switch configuration.trust {
        case .system: break
        case .anything: tls.certificateVerification = .none
        case .authorities(let pem):
            tls.trustRoots = .certificates(try certificates(pem, "the cluster's certificate-authority"))
        }
        guard case .certificate(let chain, let key) = configuration.credentials else { return tls }
        tls.certificateChain = try certificates(chain, "the user's client-certificate").map { .certificate($0) }
        do {
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(key), format: .pem))
        } catch {
            throw KubernetesConfigurationError(
                "could not use the user's client-key for \(configuration.server.absoluteString): "
                    + "it is not an unencrypted private key in PEM form")
        }
        return tls
    }

    private static func certificates(_ pem: Data, _ name: String) throws -> [NIOSSLCertificate] {
        let problem = KubernetesConfigurationError("could not use \(name): it holds no certificate in PEM form")
        do {
            let certificates = try NIOSSLCertificate.fromPEMBytes(Array(pem))
            guard !certificates.isEmpty else { throw problem }
            return certificates
        } catch is NIOSSLError {
            throw problem
        }
    }
}
