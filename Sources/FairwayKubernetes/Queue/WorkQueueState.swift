/// The decisions of a work queue: which keys are due, which are being worked on, which wait how long.
///
/// Times are counted from any fixed origin.
struct WorkQueueState<Key: Hashable & Sendable>: ~Copyable {
    /// How the work on a key ended.
    enum Outcome: Equatable {
        case done
        case again(after: Duration)
        case failed
    }

    /// What there is to do now.
    enum Action: Equatable {
        case work(Key)
        /// Nothing before this moment, unless something is added or finished.
        case wait(until: Duration)
        /// Nothing, unless something is added or finished.
        case idle
    }

    private let backoff: Backoff
    private var ready: ArraySlice<Key> = []
    /// Keys in `ready`, or to go there when the work on them ends.
    private var wanted: Set<Key> = []
    private var working: Set<Key> = []
    private var waiting: [Key: Duration] = [:]
    /// No key in `waiting` is due before; spares looking at them all each time.
    private var earliest: Duration?
    private var failures: [Key: Int] = [:]

    init(backoff: Backoff) {
        self.backoff = backoff
    }

    mutating func add(_ key: Key) {
        waiting[key] = nil
        guard wanted.insert(key).inserted, !working.contains(key) else { return }
        ready.append(key)
    }

    mutating func add(_ key: Key, at moment: Duration) {
        guard !wanted.contains(key) else { return }
        waiting[key] = min(moment, waiting[key] ?? moment)
        earliest = min(moment, earliest ?? moment)
    }

    /// The next key to work on, which counts as taken, where there are fewer than `workers` taken.
    mutating func next(now: Duration, workers: Int) -> Action {
        moveDue(now)
        guard working.count < workers else { return .idle }
        guard let key = ready.popFirst() else { return earliest.map { .wait(until: $0) } ?? .idle }
        wanted.remove(key)
        working.insert(key)
        return .work(key)
    }

    /// The work on a key ended; what was asked of it meanwhile is due at once.
    mutating func finish(_ key: Key, _ outcome: Outcome, now: Duration) {
        working.remove(key)
        if wanted.contains(key) {
            ready.append(key)
        }
        switch outcome {
        case .done:
            failures[key] = nil
        case .again(let delay):
            failures[key] = nil
            add(key, at: now + delay)
        case .failed:
            let count = (failures[key] ?? 0) + 1
            failures[key] = count
            add(key, at: now + backoff.delay(failures: count))
        }
    }

    private mutating func moveDue(_ now: Duration) {
        guard let earliest, earliest <= now else { return }
        for (key, _) in waiting.filter({ $0.value <= now }).sorted(by: { $0.value < $1.value }) {
            add(key)
        }
        self.earliest = waiting.values.min()
    }
}
