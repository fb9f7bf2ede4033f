import FairwayDNS

/// What one thread has counted.
struct QueryTally: Sendable {
    /// Types that are counted by themselves; all others are one.
    private static let types: [RecordType] = [
        .a, .aaaa, .cname, .srv, .txt, .ns, .soa, .ptr, .mx, .uri, .caa, .svcb, .https, .ds, .any, .axfr, .ixfr,
    ]
    private static let codes: [ResponseCode] = [
        .noError, .formatError, .serverFailure, .nameError, .notImplemented, .refused, .notAuthoritative, .badVersion,
    ]

    /// By response code, and in it by type, all others last.
    private var answered = [UInt64](repeating: 0, count: (types.count + 1) * (codes.count + 1))
    /// Messages that are no questions.
    var ignored: UInt64 = 0
    var limited: UInt64 = 0
    var truncated: UInt64 = 0
    /// Answers that the kernel did not take.
    var unsent: UInt64 = 0
    var accepted: UInt64 = 0
    var refused: UInt64 = 0
    var open: UInt64 = 0

    mutating func count(_ type: RecordType, _ code: ResponseCode) {
        answered[Self.index(code, in: Self.codes) * (Self.types.count + 1) + Self.index(type, in: Self.types)] &+= 1
    }

    private static func index<Element: Equatable>(_ element: Element, in list: [Element]) -> Int {
        list.firstIndex(of: element) ?? list.count
    }

    /// Adds this thread's counts to what others counted.
    func add(to counters: inout NameServerCounters) {
        for (index, count) in answered.enumerated() where count > 0 {
            let (code, type) = index.quotientAndRemainder(dividingBy: Self.types.count + 1)
            let kind = NameServerCounters.Kind(
                type: type < Self.types.count ? "\(Self.types[type])" : "other",
                responseCode: code < Self.codes.count ? "\(Self.codes[code])" : "other")
            counters.queries[kind, default: 0] += count
        }
        counters.ignored += ignored
        counters.rateLimited += limited
        counters.rateTruncated += truncated
        counters.unsent += unsent
        counters.acceptedConnections += accepted
        counters.refusedConnections += refused
        counters.openConnections += open
    }
}
