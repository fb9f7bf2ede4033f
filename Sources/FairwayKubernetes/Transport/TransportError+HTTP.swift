import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

extension TransportError {
    /// What an error of the HTTP client means when speaking to `server`; cancellation stays cancellation.
    static func from(_ error: any Error, server: String) -> any Error {
        switch error {
        case is CancellationError, is TransportError: error
        case let error as HTTPClientError where error == .cancelled: CancellationError()
        case let error as HTTPClientError:
            TransportError(sentence(error), isBeforeSending: isBeforeSending(error))
        case let error as NIOConnectionError:
            TransportError("no connection to \(server)\(causes(error))", isBeforeSending: true)
        case let error as IOError where unreachable[error.errnoCode] != nil:
            TransportError(
                "no connection to \(server): \(unreachable[error.errnoCode] ?? "")", isBeforeSending: true)
        case let error as NIOSSLExtraError:
            TransportError("TLS with \(server) failed: \(error)", isBeforeSending: true, isLasting: true)
        case let error as NIOSSLError:
            TransportError(
                "TLS with \(server) failed: \(error)", isBeforeSending: isHandshake(error),
                isLasting: isHandshake(error))
        default: TransportError("\(error)", isBeforeSending: false)
        }
    }

    /// What the system says when there is no connection, in words.
    private static let unreachable: [Int32: String] = [
        ECONNREFUSED: "the connection was refused", EHOSTUNREACH: "the host cannot be reached",
        ENETUNREACH: "the network cannot be reached",
    ]

    private static func isBeforeSending(_ error: HTTPClientError) -> Bool {
        [.connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout].contains(error)
    }

    private static func isHandshake(_ error: NIOSSLError) -> Bool {
        guard case .handshakeFailed = error else { return false }
        return true
    }

    private static func sentence(_ error: HTTPClientError) -> String {
        switch error {
        case .connectTimeout: "the server did not take the connection in time"
        case .deadlineExceeded, .readTimeout: "the server did not answer in time"
        case .remoteConnectionClosed: "the server closed the connection"
        case .alreadyShutdown: "the client is shut down"
        default: error.description
        }
    }

    private static func causes(_ error: NIOConnectionError) -> String {
        let causes = error.connectionErrors.map { "\($0.target): \($0.error)" }
        return causes.isEmpty ? "" : " (\(causes.joined(separator: "; ")))"
    }
}
