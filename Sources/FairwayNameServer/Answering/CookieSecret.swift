import FairwayDNS
import FairwayNet

/// By which a server knows the cookies that it gave out (RFC 9018). Servers that answer for one another have the same.
package struct CookieSecret: Hashable, Sendable {
    /// As SipHash reads its key.
    private let low: UInt64
    private let high: UInt64

    /// One of 16 bytes; `nil` for any other number of them.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        low = bytes[..<8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        high = bytes[8...].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// One that nobody else has.
    package static func random() -> CookieSecret {
        CookieSecret(low: .random(in: 0 ... .max), high: .random(in: 0 ... .max))
    }

    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// How long a cookie is good, and how much the clocks of servers that share a secret may differ, in seconds; and from
    /// which age on a client gets a new one (RFC 9018 §4.3).
    private static let lifetime: UInt32 = 3_600
    private static let clockDifference: UInt32 = 300
    private static let renewal: UInt32 = 1_800

    /// Whether a client has shown a cookie that this server gave it, or another one with the same secret.
    func isGood(_ cookie: Cookie, of client: IPAddress, at now: UInt64) -> Bool {
        guard case .sixteen(let server) = cookie.server, server >> 120 == 1 else { return false }
        let time = UInt32(truncatingIfNeeded: server >> 64)
        let age = UInt32(truncatingIfNeeded: now) &- time
        guard age <= Self.lifetime || 0 &- age <= Self.clockDifference else { return false }
        let head = UInt64(truncatingIfNeeded: server >> 64)
        return UInt64(truncatingIfNeeded: server) == code(of: cookie.client, head: head, client)
    }

    /// The cookie that a client is given at `now` seconds since 1970: its own, as long as that is young. `isGood` is what the
    /// method of that name says.
    func answer(to cookie: Cookie, isGood: Bool, of client: IPAddress, at now: UInt64) -> Cookie {
        if isGood, case .sixteen(let server) = cookie.server {
            let age = UInt32(truncatingIfNeeded: now) &- UInt32(truncatingIfNeeded: server >> 64)
            if age < Self.renewal { return cookie }
        }
        // The version, three reserved bytes and the time (RFC 9018 §4).
        let head = UInt64(1) << 56 | UInt64(UInt32(truncatingIfNeeded: now))
        let code = code(of: cookie.client, head: head, client)
        return Cookie(client: cookie.client, server: .sixteen(UInt128(head) << 64 | UInt128(code)))
    }

    /// RFC 9018 §4.4; on the wire the code's lowest byte comes first.
    private func code(of cookie: UInt64, head: UInt64, _ client: IPAddress) -> UInt64 {
        SipHash.code(of: CookieInput(cookie: cookie, head: head, client: client), key: (low, high)).byteSwapped
    }
}

/// What a cookie's code is made of, byte by byte.
private struct CookieInput: Sequence, IteratorProtocol {
    let cookie: UInt64
    let head: UInt64
    let client: IPAddress
    private var index = 0

    init(cookie: UInt64, head: UInt64, client: IPAddress) {
        self.cookie = cookie
        self.head = head
        self.client = client
    }

    mutating func next() -> UInt8? {
        defer { index += 1 }
        switch index {
        case 0..<8: return UInt8(truncatingIfNeeded: cookie >> UInt64(56 - 8 * index))
        case 8..<16: return UInt8(truncatingIfNeeded: head >> UInt64(56 - 8 * (index - 8)))
        default:
            let left = client.family.bitWidth / 8 - 1 - (index - 16)
            return left < 0 ? nil : UInt8(truncatingIfNeeded: client.number >> UInt128(8 * left))
        }
    }
}
