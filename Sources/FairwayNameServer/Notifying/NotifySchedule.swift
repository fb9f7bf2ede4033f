import FairwayDNS
import FairwayNet

/// Which secondaries are told of which zones, and when (RFC 1996 §3.6). It knows no sockets; times are milliseconds.
struct NotifySchedule: ~Copyable {
    /// Who is told of what.
    struct Subject: Hashable {
        var zone: DomainName
        var secondary: SocketAddress
    }

    /// What there is to tell, and how it is signed.
    struct News: Hashable {
        var serial: UInt32
        var key: TSIGKey?
    }

    enum Action: Hashable {
        /// Stop listening to an earlier attempt, and tell it.
        case tell(Subject, News)
        /// Stop listening: it was told as often as makes sense, and finds out by itself (RFC 1035 §3.3.13, REFRESH).
        case giveUp(Subject)
    }

    private struct Progress {
        var news: News
        /// Attempts that were made for this news.
        var attempts = 0
        /// When the next attempt is due; `nil`: none is.
        var due: UInt64?
        var lastAttempt: UInt64?
        var isUnderWay = false

        mutating func attempt(until due: UInt64, now: UInt64) {
            attempts += 1
            self.due = due
            lastAttempt = now
            isUnderWay = true
        }

        mutating func settle() {
            due = nil
            isUnderWay = false
        }
    }

    /// How long an attempt waits for its answer before there is another one; the last ends it.
    private static let delays: [UInt64] = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]
    /// A zone that changes all the time is told of no more often than this.
    private static let pace: UInt64 = 1_000
    /// How many attempts may be under way at a time.
    private static let limit = 128

    private var progress: [Subject: Progress] = [:]

    /// Tells this from now on. What is told already, or is being told, is left alone.
    ///
    /// Returns those whose attempts have no meaning any more.
    mutating func follow(_ wanted: [Subject: News], now: UInt64) -> [Subject] {
        var ended = progress.keys.filter { wanted[$0] == nil }
        for subject in ended { progress[subject] = nil }
        for (subject, news) in wanted {
            let known = progress[subject]
            if let known, known.news.serial == news.serial {
                progress[subject]?.news = news
                continue
            }
            if known?.isUnderWay ?? false { ended.append(subject) }
            let earliest = (known?.lastAttempt).map { $0 + Self.pace } ?? now
            progress[subject] = Progress(news: news, due: max(now, earliest), lastAttempt: known?.lastAttempt)
        }
        return ended
    }

    /// What is to be done now.
    mutating func actions(now: UInt64) -> [Action] {
        var actions: [Action] = []
        var underWay = progress.values.count(where: \.isUnderWay)
        let due = progress.filter { ($0.value.due ?? .max) <= now }
        for (subject, state) in due.sorted(by: { ($0.value.due ?? 0) < ($1.value.due ?? 0) }) {
            guard state.attempts < Self.delays.count else {
                progress[subject]?.settle()
                actions.append(.giveUp(subject))
                continue
            }
            guard state.isUnderWay || underWay < Self.limit else { continue }
            underWay += state.isUnderWay ? 0 : 1
            progress[subject]?.attempt(until: now + Self.delays[state.attempts], now: now)
            actions.append(.tell(subject, state.news))
        }
        return actions
    }

    /// A secondary has answered, whatever it said: it knows (RFC 1996 §3.6).
    mutating func acknowledged(_ subject: Subject) {
        progress[subject]?.settle()
    }

    /// When there are actions next; `nil`: not before something else happens.
    var nextTime: UInt64? { progress.values.compactMap(\.due).min() }
}
