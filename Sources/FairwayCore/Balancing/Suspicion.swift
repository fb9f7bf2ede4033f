/// Whether a backend is trusted with new flows, by how the latest ones fared there.
///
/// One that fails a flow is suspect for a while, and for twice as long each time that it fails again; when a while is over
/// one flow is let in to try it. Times are in milliseconds since some moment.
package struct Suspicion: ~Copyable {
    private enum State {
        case trusted
        case suspect(failures: Int, until: UInt64)
        /// A flow is trying it.
        case trial(failures: Int, until: UInt64)
    }

    /// How long a backend is suspect after its first failure, and how long at most.
    package static let firstWhile: UInt64 = 1_000
    package static let longestWhile: UInt64 = 60_000
    /// How long a trial may take: longer than a connection attempt does.
    package static let trialTime: UInt64 = 7_000

    private var state = State.trusted
    /// What it means that a trial came to no end.
    private let trustsSilence: Bool

    /// - Parameter trustsSilence: whether a backend that did not fail its trial in time is trusted, though it gave no
    ///   sign of success either, as one that never answers by its nature.
    package init(trustsSilence: Bool = true) {
        self.trustsSilence = trustsSilence
    }

    /// Whether flows go there as if nothing had ever happened.
    package var isTrusted: Bool {
        if case .trusted = state { true } else { false }
    }

    /// Whether a new flow may go there.
    package func admits(now: UInt64) -> Bool {
        switch settled(now) {
        case .trusted: true
        case .suspect(_, let until): now >= until
        case .trial: false
        }
    }

    /// Notes that a flow is to begin there, which is the trial where the while is over.
    /// - Returns: whether it may. Others may not while a trial is under way.
    package mutating func begin(now: UInt64) -> Bool {
        guard admits(now: now) else { return false }
        state = settled(now)
        if case .suspect(let failures, _) = state { state = .trial(failures: failures, until: now + Self.trialTime) }
        return true
    }

    /// Notes that a flow failed there. Of many that were on their way together only the first makes a difference.
    package mutating func failed(now: UInt64) {
        switch settled(now) {
        case .trusted: state = .suspect(failures: 1, until: now + Self.firstWhile)
        case .suspect: break
        case .trial(let failures, _): state = Self.suspect(failures + 1, from: now)
        }
    }

    /// Notes that a flow fared well there.
    package mutating func succeeded() { state = .trusted }

    /// The state with a trial ended whose time is over.
    private func settled(_ now: UInt64) -> State {
        guard case .trial(let failures, let until) = state, now >= until else { return state }
        return trustsSilence ? .trusted : Self.suspect(failures + 1, from: until)
    }

    private static func suspect(_ failures: Int, from time: UInt64) -> State {
        // From the seventh failure on it is the longest while, whatever the shift would give.
        let length = min(firstWhile << UInt64(min(failures - 1, 6)), longestWhile)
        return .suspect(failures: failures, until: time + length)
    }
}
