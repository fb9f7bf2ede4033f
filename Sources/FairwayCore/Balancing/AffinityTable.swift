package import FairwayNet

/// Which backend each client of one port of a Service had last.
///
/// It holds so many clients and no more: when one more comes, the one that has made no flow for longest is forgotten.
/// Looked at when a flow begins, never for a packet. For one thread at a time.
package struct AffinityTable: ~Copyable {
    private struct Entry {
        let client: IPAddress
        var backend: Backend
        /// When the client's latest flow began, in milliseconds.
        var lastUse: UInt64
        /// The places of the entries used next after this one and next before it.
        var newer: Int?
        var older: Int?
    }

    private let capacity: Int
    private var places: [IPAddress: Int] = [:]
    private var entries: [Entry] = []
    private var newest: Int?
    private var oldest: Int?

    /// - Parameter capacity: how many clients are remembered, at least 1.
    package init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// How many clients are remembered, those among them whose time is over.
    package var count: Int { entries.count }

    /// Chooses the backend of a client's new flow: the one that the client had, while its time is not over and the
    /// backend takes new flows; else the one that `otherwise` gives, which is the client's from then on.
    ///
    /// `now` is in milliseconds since some moment, and may be a little behind that of another call.
    /// - Returns: the backend; `nil` where `otherwise` has none.
    package mutating func backend(
        of client: IPAddress, by affinity: ClientAffinity, now: UInt64, takes: (Backend) -> Bool,
        otherwise: () -> Backend?
    ) -> Backend? {
        if let place = places[client], !hasExpired(place, affinity, now), takes(entries[place].backend) {
            use(place, now)
            return entries[place].backend
        }
        guard let backend = otherwise() else { return nil }
        remember(backend, of: client, by: affinity, now: now)
        return backend
    }

    /// Notes that a client's flow has gone to `backend`.
    package mutating func remember(
        _ backend: Backend, of client: IPAddress, by affinity: ClientAffinity, now: UInt64
    ) {
        if let place = places[client] {
            entries[place].backend = backend
            use(place, now)
        } else {
            insert(Entry(client: client, backend: backend, lastUse: now), affinity)
        }
    }

    private func hasExpired(_ place: Int, _ affinity: ClientAffinity, _ now: UInt64) -> Bool {
        now >= entries[place].lastUse + UInt64(affinity.timeout) * 1_000
    }
}

// MARK: - The order of use

extension AffinityTable {
    private mutating func use(_ place: Int, _ now: UInt64) {
        entries[place].lastUse = max(entries[place].lastUse, now)
        guard newest != place else { return }
        unlink(place)
        link(place)
    }

    /// Takes the place of the oldest client where its time is over or no place is left: so there are never more entries
    /// than there were clients at one time.
    private mutating func insert(_ entry: Entry, _ affinity: ClientAffinity) {
        let place: Int
        if let oldest, entries.count >= capacity || hasExpired(oldest, affinity, entry.lastUse) {
            place = oldest
            unlink(place)
            places[entries[place].client] = nil
            entries[place] = entry
        } else {
            place = entries.count
            entries.append(entry)
        }
        places[entry.client] = place
        link(place)
    }

    private mutating func link(_ place: Int) {
        entries[place].older = newest
        entries[place].newer = nil
        if let newest { entries[newest].newer = place }
        newest = place
        if oldest == nil { oldest = place }
    }

    private mutating func unlink(_ place: Int) {
        let (newer, older) = (entries[place].newer, entries[place].older)
        if let newer { entries[newer].older = older } else { newest = older }
        if let older { entries[older].newer = newer } else { oldest = newer }
    }
}
