import Foundation
import Synchronization

/// A bearer token, read again from its file each minute (`client-go/transport/token_source.go`).
///
/// When the file cannot be read the token before stays, so that a moment without the file is no outage.
final class TokenSource: Sendable {
    private struct State {
        var token: String?
        var readAt: ContinuousClock.Instant?
    }

    private static let period = Duration.seconds(60)

    private let path: String?
    private let state: Mutex<State>

    init(token: String) {
        path = nil
        state = Mutex(State(token: token))
    }

    init(path: String) {
        self.path = path
        state = Mutex(State())
    }

    /// The token to send now.
    ///
    /// - Throws: `TransportError` where there never was one.
    func token(now: ContinuousClock.Instant = .now) throws -> String {
        try state.withLock { state in
            if let path, state.readAt.map({ now - $0 >= Self.period }) ?? true {
                try Self.renew(&state, from: path, now)
            }
            return state.token ?? ""
        }
    }

    /// Makes the next request read the file again, as after a 401.
    func expire() {
        state.withLock { $0.readAt = nil }
    }

    private static func renew(_ state: inout State, from path: String, _ now: ContinuousClock.Instant) throws {
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            state.token = text.trimmingCharacters(in: .whitespacesAndNewlines)
            state.readAt = now
        } catch  where state.token == nil {
            throw TransportError(
                "the token file \(path) cannot be read: \(Kubeconfig.fileProblem(error))", isBeforeSending: true)
        } catch {
            // The old token stays; the next request tries again.
        }
    }
}
