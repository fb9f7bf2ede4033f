/// What to ask an API server next to keep a list of objects up to date, as a pure decision.
///
/// After kube-rs' `watcher.rs`, with client-go's constants and its care for expired and future resource versions.
/// The owner asks `next(now:random:)`, does it, and says how it went; times are counted from any fixed origin.
struct WatchStateMachine: ~Copyable {
    /// What to do now.
    enum Action: Equatable {
        case wait(until: Duration)
        case list(ListQuery)
        case watch(WatchQuery)
    }

    /// What a page of a list means.
    enum PageAction: Equatable {
        /// More pages follow.
        case keep
        /// The list is whole and takes the place of everything before.
        case swap
    }

    /// How a request or a watch ended other than well.
    enum Failure: Equatable {
        /// 410, as an HTTP status or inside the stream: the resource version is too old.
        case gone
        /// The server is behind the resource version asked for.
        case tooLargeResourceVersion
        /// Anything else; what was known stays valid.
        case other
    }

    private enum State {
        /// Nothing is known. `from`: the oldest state that will do.
        case empty(from: String?)
        case listing(continueToken: String)
        /// All is known up to a version.
        case listed(resourceVersion: String)
        case watching(resourceVersion: String, since: Duration, sawAnything: Bool)
    }

    /// How long without failures makes the next one count as the first (client-go and kube-rs agree).
    static let healthyAfter = Duration.seconds(120)
    /// A watch that ends sooner and brought nothing counts as failed, or a server that closes at once would be hammered.
    static let shortestWatch = Duration.seconds(1)
    /// In seconds; spread, so that not all watches of all clients end together.
    static let watchTimeout = 290...600

    private let backoff: Backoff
    private var state = State.empty(from: "0")
    /// Failures in a row, the healthy time apart from each other at most.
    private(set) var failures = 0
    private var failedAt: Duration?
    private var goneAt: Duration?
    private var notBefore: Duration?

    init(backoff: Backoff = .watch) {
        self.backoff = backoff
    }

    mutating func next(now: Duration, random: inout some RandomNumberGenerator) -> Action {
        if let notBefore, now < notBefore {
            return .wait(until: notBefore)
        }
        notBefore = nil
        switch state {
        case .empty(let version):
            return .list(ListQuery(resourceVersion: version))
        case .listing(let token):
            return .list(ListQuery(continueToken: token))
        case .listed(let version), .watching(let version, _, _):
            state = .watching(resourceVersion: version, since: now, sawAnything: false)
            let seconds = Int.random(in: Self.watchTimeout, using: &random)
            return .watch(WatchQuery(resourceVersion: version, timeoutSeconds: seconds))
        }
    }

    /// A page of the list came.
    mutating func page(resourceVersion: String, continueToken: String?) -> PageAction {
        guard let continueToken else {
            state = .listed(resourceVersion: resourceVersion)
            return .swap
        }
        state = .listing(continueToken: continueToken)
        return .keep
    }

    /// An event or a bookmark came; the watch goes on from it after any interruption.
    mutating func event(resourceVersion: String?) {
        guard case .watching(let version, let since, _) = state else { return }
        state = .watching(resourceVersion: resourceVersion ?? version, since: since, sawAnything: true)
    }

    /// The stream ended without an error, as each one does after its timeout.
    mutating func ended(now: Duration, random: inout some RandomNumberGenerator) {
        guard case .watching(let version, let since, let sawAnything) = state else { return }
        state = .listed(resourceVersion: version)
        if !sawAnything, now - since < Self.shortestWatch {
            delay(now: now, random: &random)
        }
    }

    /// A list or a watch failed.
    mutating func failed(
        _ failure: Failure, now: Duration, retryAfter: Duration? = nil, random: inout some RandomNumberGenerator
    ) {
        switch failure {
        case .gone, .tooLargeResourceVersion:
            // Only a list from the newest state is sure to get past it. Doing that at once is right the first time;
            // a server that soon says so again is to be left in peace.
            let isFirst = goneAt.map { now - $0 >= Self.healthyAfter } ?? true
            goneAt = now
            state = .empty(from: nil)
            guard !isFirst else { return }
        case .other:
            switch state {
            case .watching(let version, _, _): state = .listed(resourceVersion: version)
            case .listing: state = .empty(from: nil)
            case .empty, .listed: break
            }
        }
        delay(now: now, atLeast: retryAfter, random: &random)
    }

    private mutating func delay(
        now: Duration, atLeast: Duration? = nil, random: inout some RandomNumberGenerator
    ) {
        if let failedAt, now - failedAt >= Self.healthyAfter {
            failures = 0
        }
        failures += 1
        failedAt = now
        let delay = backoff.delay(failures: failures, random: &random)
        notBefore = now + max(delay, atLeast ?? .zero)
    }
}
