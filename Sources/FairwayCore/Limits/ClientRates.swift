package import FairwayNet

/// How fast each client of a Service begins flows: a bucket of tokens for each, of which a flow takes one.
///
/// A bucket holds what a second brings, so that a client may begin that many at once. It holds so many clients and no
/// more: when one more comes, the one that began no flow for longest is forgotten and has a full bucket again, which
/// makes a difference only where so many clients come within a second. For one thread at a time.
package struct ClientRates: ~Copyable {
    /// Tokens are counted in thousandths: at each millisecond, a rate of so many a second brings that many of them.
    private static let token: UInt64 = 1_000
    /// After so many milliseconds a bucket is full again.
    private static let second: UInt64 = 1_000

    /// What is in each client's bucket since its last use.
    private var clients: RecentClients<UInt64>

    /// - Parameter capacity: how many clients are remembered, at least 1.
    package init(capacity: Int) {
        clients = RecentClients(capacity: capacity)
    }

    /// How many clients are remembered, those among them whose buckets are full again.
    package var count: Int { clients.count }

    /// Whether a client may begin a flow, which takes a token if so.
    ///
    /// `rate` is in flows a second, at least 1, and may be another one each time. `now` is in milliseconds since some
    /// moment, and may be a little behind that of another call.
    package mutating func admit(_ client: IPAddress, rate: UInt32, now: UInt64) -> Bool {
        let full = UInt64(rate) * Self.token
        guard let place = clients.place(of: client) else {
            clients.insert(client, full - Self.token, now: now, lifetime: Self.second)
            return true
        }
        let last = clients.lastUse(at: place)
        let passed = min(now > last ? now - last : 0, Self.second)
        let tokens = min(full, clients.value(at: place) + passed * UInt64(rate))
        guard tokens >= Self.token else {
            // Left as it is: what has been gained goes on being counted from the last flow on.
            return false
        }
        clients.use(place, as: tokens - Self.token, now: now)
        return true
    }
}
