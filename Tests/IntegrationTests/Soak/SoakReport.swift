/// What a soak has done, and what `up` held of the machine whenever it rested.
struct SoakReport: CustomStringConvertible {
    /// Before there was any traffic.
    var before: Usage
    var rests: [Usage] = []
    var changes = 0
    var tally = SoakTally()

    /// What a process may hold more than after the warm-up. Allocators keep what they may need again; pipes are kept for
    /// the next transfers, connections to the API for the next requests.
    private static let tolerance = (bytes: 32 << 20, descriptors: 80, threads: 4)

    /// How many descriptors there may be at the next rest.
    var descriptorLimit: Int {
        (rests.first?.descriptors ?? before.descriptors + Self.tolerance.descriptors) + Self.tolerance.descriptors
    }

    /// In what the last rest exceeds the first one.
    var growth: String? {
        guard let first = rests.first, let last = rests.last else { return nil }
        let isMore =
            last.residentBytes > first.residentBytes + Self.tolerance.bytes
            || last.threads > first.threads + Self.tolerance.threads
        return isMore ? "`up` holds \(last), where it held \(first) after the warm-up: more than tolerated" : nil
    }

    var description: String {
        """
        \(changes) changes of the table; \(tally); `up` rests at \(rests.last ?? before) \
        (\(rests.first ?? before) after the warm-up, tolerated: \(Self.tolerance.bytes >> 20) MiB, \
        \(Self.tolerance.descriptors) descriptors, \(Self.tolerance.threads) threads more)
        """
    }
}
