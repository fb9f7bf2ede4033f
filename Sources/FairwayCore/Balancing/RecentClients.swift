import FairwayNet

/// What is known of clients, by their addresses: of so many and no more.
///
/// When one more comes, the one that was used longest ago is forgotten. For one thread at a time.
struct RecentClients<Value>: ~Copyable {
    private struct Entry {
        let client: IPAddress
        var value: Value
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
    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// How many clients are remembered, those among them whose time is over.
    var count: Int { entries.count }

    /// Where a client is, until the next `insert`; `nil` where it is not known.
    func place(of client: IPAddress) -> Int? { places[client] }

    /// What is known of the client at a place.
    func value(at place: Int) -> Value { entries[place].value }

    /// When the client at a place was last used, in milliseconds since some moment.
    func lastUse(at place: Int) -> UInt64 { entries[place].lastUse }

    /// Notes that a client is used now. `now` may be a little behind that of another call.
    mutating func use(_ place: Int, as value: Value, now: UInt64) {
        entries[place].value = value
        entries[place].lastUse = max(entries[place].lastUse, now)
        guard newest != place else { return }
        unlink(place)
        link(place)
    }

    /// Adds a client that is not known, in the place of the oldest where that one was not used for `lifetime` or no
    /// place is left: so there are never more entries than there were clients at one time.
    mutating func insert(_ client: IPAddress, _ value: Value, now: UInt64, lifetime: UInt64) {
        let entry = Entry(client: client, value: value, lastUse: now)
        let place: Int
        if let oldest, entries.count >= capacity || now >= entries[oldest].lastUse + lifetime {
            place = oldest
            unlink(place)
            places[entries[place].client] = nil
            entries[place] = entry
        } else {
            place = entries.count
            entries.append(entry)
        }
        places[client] = place
        link(place)
    }
}

// MARK: - The order of use

extension RecentClients {
    /// Tells of every client, the one first that was used longest ago.
    func forEach(_ body: (_ client: IPAddress, _ value: Value, _ lastUse: UInt64) -> Void) {
        var place = oldest
        while let current = place {
            body(entries[current].client, entries[current].value, entries[current].lastUse)
            place = entries[current].newer
        }
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
