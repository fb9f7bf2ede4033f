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

    /// The token to send after the server did not accept `refused`; `nil` where there is no other one yet.
    func token(after refused: String, now: ContinuousClock.Instant = .now) throws -> String? {
        state.withLock { $0.readAt = nil }
        let token = try token(now: now)
        return token == refused ? nil : token
    }

    private static func renew(_ state: inout State, from path: String, _ now: ContinuousClock.Instant) throws {
        do {
            state.token = try read(path)
            state.readAt = now
        } catch  where state.token == nil {
            throw error
        } catch {
            // The old token stays; the next request tries again.
        }
    }

    private static func read(_ path: String) throws(TransportError) -> String {
        let problem: String
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
            guard text.isEmpty else { return text }
            problem = "it is empty"
        } catch {
            problem = Kubeconfig.fileProblem(error)
        }
        throw TransportError("the token file \(path) cannot be read: \(problem)", isBeforeSending: true)
    }
}
