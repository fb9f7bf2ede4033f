import FairwayLinux
import FairwayNet

/// Counts answers by neighbourhood and kind, in a table of fixed size: see `ResponseRates`.
struct RateLimiter {
    /// What is counted together.
    enum Kind: Hashable {
        /// An answer to a question, by a hash of it.
        case answer(question: Int)
        case negative
        case error
    }

    enum Verdict: Hashable {
        case send
        /// Say no more than that there is an answer.
        case truncate
        case drop
    }

    private struct Bucket {
        /// Whose it is; 0: nobody's.
        var key: UInt64 = 0
        /// In thousandths of an answer; what is owed by who asks on is below 0.
        var left: Int64 = 0
        var time: UInt64 = 0
        var refused = 0
    }

    private let rates: ResponseRates
    private var buckets: [Bucket]
    /// Where a bucket may be: one of so many that follow each other.
    private static let reach = 4

    /// `size`: how many buckets there are, a power of two.
    init(_ rates: ResponseRates, size: Int = 1 << 15) {
        self.rates = rates
        buckets = Array(repeating: Bucket(), count: size)
    }

    /// Counts an answer.
    mutating func verdict(_ kind: Kind, to client: IPAddress, at now: MonotonicTime) -> Verdict {
        let rate = Int64(rate(of: kind))
        let index = bucket(key(kind, client), full: rate * 1_000, now.milliseconds)
        let gained = Int64(clamping: now.milliseconds &- buckets[index].time).multipliedReportingOverflow(by: rate)
        buckets[index].time = now.milliseconds
        buckets[index].left = min(rate * 1_000, gained.overflow ? .max : buckets[index].left + gained.partialValue)
        guard buckets[index].left >= 1_000 else {
            buckets[index].refused &+= 1
            return rates.slip > 0 && buckets[index].refused % rates.slip == 0 ? .truncate : .drop
        }
        buckets[index].left -= 1_000
        return .send
    }

    private func rate(of kind: Kind) -> Int {
        switch kind {
        case .answer: rates.answers
        case .negative: rates.negatives
        case .error: rates.errors
        }
    }

    /// By the process's own seed, so that nobody can choose questions that fall on one another.
    private func key(_ kind: Kind, _ client: IPAddress) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(kind)
        hasher.combine(client.family == .ipv4 ? client.number >> 8 : client.number >> 72)
        return UInt64(bitPattern: Int64(hasher.finalize())) | 1
    }

    /// The bucket with a key: where there is none, the one that was not asked for longest becomes it.
    private mutating func bucket(_ key: UInt64, full: Int64, _ now: UInt64) -> Int {
        let mask = buckets.count - 1
        let start = Int(truncatingIfNeeded: key >> 1) & mask
        var oldest = start
        for step in 0..<Self.reach {
            let index = (start + step) & mask
            if buckets[index].key == key { return index }
            if buckets[index].time < buckets[oldest].time { oldest = index }
        }
        buckets[oldest] = Bucket(key: key, left: full, time: now)
        return oldest
    }
}
