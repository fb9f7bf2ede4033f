/// The decisions of an event recorder: what is new, what repeats, what is written when, what is dropped.
///
/// Times are counted from any fixed origin.
struct EventLog: ~Copyable {
    /// What makes two events the same one.
    struct Key: Hashable, Sendable {
        var regarding: ObjectReference
        var type: String
        var reason: String
        var note: String

        init(_ event: Event) {
            regarding = event.regarding ?? ObjectReference()
            // The same thing at a later version of the object is still the same thing.
            regarding.resourceVersion = nil
            type = event.type ?? ""
            reason = event.reason ?? ""
            note = event.note ?? ""
        }
    }

    /// What there is to do now.
    enum Action: Equatable {
        case create(Event)
        case count(Event)
        case wait(until: Duration)
        case idle
    }

    /// How a write ended.
    enum Outcome: Equatable {
        case written
        /// The event to be counted on is not there any more.
        case gone
        case failed
    }

    private struct Entry {
        var event: Event
        var count = 1
        var writtenCount = 0
        var seenAt: Duration
        var isQueued = false
    }

    /// Repeats within this time are counted. API servers keep an event for an hour after its last change.
    static let window = Duration.seconds(30 * 60)

    private let limit: Int
    private var bucket: TokenBucket
    private var entries: [Key: Entry] = [:]
    private var queue: ArraySlice<Key> = []
    private var dropped = 0

    /// At most `limit` events wait, and as many are remembered for counting.
    init(limit: Int = 10_000, bucket: TokenBucket = TokenBucket(capacity: 200, perSecond: 50)) {
        self.limit = limit
        self.bucket = bucket
    }

    /// Takes an event to be written; `event.eventTime` is now.
    mutating func record(_ event: Event, now: Duration) {
        let key = Key(event)
        if var entry = entries[key], now - entry.seenAt < Self.window {
            entry.count += 1
            entry.seenAt = now
            entry.event.series = Event.Series(count: entry.count, lastObservedTime: event.eventTime ?? "")
            entries[key] = entry
            enqueue(key)
            return
        }
        guard queue.count < limit else {
            dropped += 1
            return
        }
        forgetSome(now)
        let isQueued = entries[key]?.isQueued ?? false
        entries[key] = Entry(event: event, seenAt: now, isQueued: isQueued)
        enqueue(key)
    }

    /// The next write, whose end is to be told to `finish`.
    mutating func next(now: Duration) -> Action {
        while let key = queue.first {
            guard let entry = entries[key] else {
                queue.removeFirst()
                continue
            }
            if let moment = bucket.take(now: now) {
                return .wait(until: moment)
            }
            queue.removeFirst()
            entries[key]?.isQueued = false
            return entry.writtenCount == 0 ? .create(entry.event) : .count(entry.event)
        }
        return .idle
    }

    /// A write ended; `newName` is what an event is called that is created in place of one that is gone.
    mutating func finish(_ event: Event, _ outcome: Outcome, newName: String) {
        let key = Key(event)
        guard var entry = entries[key], entry.event.metadata.name == event.metadata.name else { return }
        switch outcome {
        case .written:
            entry.writtenCount = event.series?.count ?? 1
            entries[key] = entry
        case .gone:
            entry.event.metadata.name = newName
            entry.writtenCount = 0
            entries[key] = entry
            enqueue(key)
        case .failed:
            dropped += 1
            entries[key] = nil
        }
    }

    /// How many were dropped since this was last asked.
    mutating func takeDropped() -> Int {
        defer { dropped = 0 }
        return dropped
    }

    private mutating func enqueue(_ key: Key) {
        guard entries[key]?.isQueued == false, queue.count < limit else { return }
        entries[key]?.isQueued = true
        queue.append(key)
    }

    /// Keeps memory bounded: first what is too old to be counted on, then whatever does not wait.
    private mutating func forgetSome(_ now: Duration) {
        guard entries.count >= limit else { return }
        entries = entries.filter { $0.value.isQueued || now - $0.value.seenAt < Self.window }
        guard entries.count >= limit else { return }
        entries = entries.filter { $0.value.isQueued }
    }
}
