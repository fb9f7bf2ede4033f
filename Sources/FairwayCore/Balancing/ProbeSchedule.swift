package import FairwayNet

/// When which places are to be connected to, and what follows from how that ends.
///
/// A place is down after two failures in a row and up after one success; at first it is taken for up. Times are in
/// milliseconds since some moment, each not before the one before it.
package struct ProbeSchedule: ~Copyable {
    private struct Place {
        var failures = 0
        var isDown = false
    }

    private struct Entry {
        var place: SocketAddress
        var time: UInt64
    }

    /// A place that is down now and was not, or the other way around.
    package struct Change: Hashable, Sendable {
        package var place: SocketAddress
        package var isDown: Bool
    }

    /// From one attempt's end to the next one's beginning.
    package static let interval: UInt64 = 5_000
    /// How long an attempt may take.
    package static let patience: UInt64 = 2_000
    /// How many attempts may be on their way at one time: each takes a descriptor.
    package static let mostUnderWay = 64
    private static let failuresUntilDown = 2

    private var places: [SocketAddress: Place] = [:]
    /// Those whose turn comes, and those that are being tried until their time is over: both sorted by time, since each is
    /// added with the latest.
    private var waiting: [Entry] = []
    private var underWay: [Entry] = []

    package init() {}

    /// Whether a place is down, as far as it is known.
    package func isDown(_ place: SocketAddress) -> Bool { places[place]?.isDown ?? false }

    /// Takes in which places there are. New ones are tried at once; what is known of the others stays.
    /// - Returns: those that were under way and are not wanted any more.
    package mutating func follow(_ wanted: Set<SocketAddress>, now: UInt64) -> [SocketAddress] {
        let new = wanted.filter { places[$0] == nil }.sorted()
        let gone = underWay.map(\.place).filter { !wanted.contains($0) }
        places = places.filter { wanted.contains($0.key) }
        waiting.removeAll { !wanted.contains($0.place) }
        underWay.removeAll { !wanted.contains($0.place) }
        for place in new { places[place] = Place() }
        waiting = new.map { Entry(place: $0, time: now) } + waiting
        return gone
    }

    /// The places to be tried now; `finished` must be called for each.
    package mutating func begin(now: UInt64) -> [SocketAddress] {
        let room = max(0, Self.mostUnderWay - underWay.count)
        let due = waiting.prefix { $0.time <= now }.prefix(room).map(\.place)
        waiting.removeFirst(due.count)
        underWay += due.map { Entry(place: $0, time: now + Self.patience) }
        return due
    }

    /// The places whose time is over: their attempts have failed.
    package func overdue(now: UInt64) -> [SocketAddress] {
        underWay.prefix { $0.time <= now }.map(\.place)
    }

    /// Notes how an attempt ended; `nil`: it could not be made, which says nothing.
    package mutating func finished(_ place: SocketAddress, _ succeeded: Bool?, now: UInt64) -> Change? {
        underWay.removeAll { $0.place == place }
        guard var state = places[place] else { return nil }
        waiting.append(Entry(place: place, time: now + Self.interval))
        guard let succeeded else { return nil }
        let before = state.isDown
        state.failures = succeeded ? 0 : state.failures + 1
        state.isDown = succeeded ? false : before || state.failures >= Self.failuresUntilDown
        places[place] = state
        return state.isDown == before ? nil : Change(place: place, isDown: state.isDown)
    }

    /// When there is something to do next; `nil`: nothing.
    package var nextTime: UInt64? {
        let turn = underWay.count < Self.mostUnderWay ? waiting.first?.time : nil
        return [turn, underWay.first?.time].compactMap { $0 }.min()
    }
}
