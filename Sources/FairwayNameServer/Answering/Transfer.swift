import FairwayDNS

/// A whole zone on its way to a secondary, message by message, each signed if the request was.
struct Transfer {
    private let query: Query
    private let request: [UInt8]
    private var zone: ZoneTransfer
    /// For the first message only (RFC 5936 §2.2.5).
    private var options: Reply.Options?
    private var session: TSIGSession?

    /// The most bytes of a message: further on than this no name is shortened (RFC 1035 §4.1.4).
    private static let messageLimit = 16 << 10

    init(
        of zone: CompiledZone, _ query: Query, in request: Span<UInt8>, options: Reply.Options?, session: TSIGSession?
    ) {
        self.query = query
        self.request = request.indices.map { request[$0] }
        self.zone = ZoneTransfer(of: zone)
        self.options = options
        self.session = session
    }

    var isFinished: Bool { zone.isFinished }

    /// The next message, at `now` seconds since 1970; `nil` where it cannot be signed.
    mutating func next(at now: UInt64) -> [UInt8]? {
        var message: [UInt8] = []
        let request = request
        zone.writeNext(
            to: query, in: request.span, options: options, limit: Self.messageLimit, appendingTo: &message)
        options = nil
        do throws(WireError) {
            try session?.signAnswer(&message, at: now)
            return message
        } catch {
            return nil
        }
    }
}
