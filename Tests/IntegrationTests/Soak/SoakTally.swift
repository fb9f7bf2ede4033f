/// What clients did, and how it went.
struct SoakTally: Sendable, CustomStringConvertible {
    var transfers = 0
    var bytes = 0
    /// Connections that were broken off on purpose, by either side.
    var aborts = 0
    /// Connections that ended, or did not begin, as their backend had been taken away.
    var cut = 0
    /// Parts of transfers on connections that are kept.
    var keptParts = 0
    var datagrams = 0
    /// Datagrams that had to be sent again, or were given up, as their backend had been taken away.
    var datagramsLost = 0

    static func + (left: Self, right: Self) -> Self {
        var sum = left
        let counts: [WritableKeyPath<Self, Int>] = [
            \.transfers, \.bytes, \.aborts, \.cut, \.keptParts, \.datagrams, \.datagramsLost,
        ]
        for count in counts { sum[keyPath: count] += right[keyPath: count] }
        return sum
    }

    var description: String {
        """
        \(transfers) transfers and \(keptParts) parts of kept ones, \(bytes >> 20) MiB compared, \(aborts) aborts, \
        \(cut) connections of backends taken away, \(datagrams) datagrams answered, \(datagramsLost) lost
        """
    }
}
