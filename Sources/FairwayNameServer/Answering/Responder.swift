import FairwayDNS
import FairwayNet

/// Answers messages: bytes in, bytes out. It knows no sockets and no clock.
///
/// What it needs is kept from one message to the next, so that an ordinary question takes no memory of its own.
struct Responder {
    /// What is answered from; `nil`: nothing is known yet, and everything is answered with SERVFAIL.
    var authority: Authority?
    var tally = QueryTally()
    let settings: NameServerSettings
    var limiter: RateLimiter?
    var answer = ZoneAnswer()

    /// What has become of a message.
    enum Outcome {
        /// There is nothing to say to it.
        case ignored
        case answered
        /// A whole zone is to follow.
        case transfer(Transfer)
    }

    /// The most bytes of an answer over UDP, which no path cuts into pieces (RFC 9715), and without EDNS (RFC 1035 §4.2.1).
    static let datagramLimit: UInt16 = 1_232
    static let plainDatagramLimit: UInt16 = 512
    /// What answers without records are written from.
    static let noZones = ZoneSet([])

    init(_ settings: NameServerSettings) {
        self.settings = settings
        limiter = settings.rates.map { RateLimiter($0) }
    }

    /// Answers a message, behind what is in `reply`.
    mutating func respond(
        to message: Span<UInt8>, from client: Client, at now: Moment, appendingTo reply: inout [UInt8]
    ) -> Outcome {
        let start = reply.count
        let query: Query
        do throws(Query.Failure) {
            query = try Query(reading: message)
        } catch {
            guard case .malformed(let header) = error else {
                tally.ignored &+= 1
                return .ignored
            }
            return refuse(header, from: client, at: now, appendingTo: &reply)
        }
        let frame = frame(for: query, from: client, at: now)
        if query.signatureStart != nil, let keys {
            return respondSigned(query, in: message, from: client, frame, keys, at: now, appendingTo: &reply)
        }
        let decision = decide(query, in: message, from: client, signedBy: nil)
        if case .transfer(let zone) = decision {
            return begin(zone, query, message, frame, session: nil)
        }
        write(decision, to: query, in: message, frame.reply, appendingTo: &reply)
        return limit(frame, query, in: message, from: client, at: now, &reply, start)
    }

    /// The keys that are known; none is before the first table, when nothing can be told of a signature.
    private var keys: TSIGKeys? { authority?.keys }

    /// Answers what cannot be read. Of operations that are not known nobody can tell what a message has to look like.
    private mutating func refuse(
        _ header: MessageHeader, from client: Client, at now: Moment, appendingTo reply: inout [UInt8]
    ) -> Outcome {
        let isKnown = [Opcode.query, .notify, .update].contains(header.opcode)
        let code = isKnown ? ResponseCode.formatError : .notImplemented
        let start = reply.count
        Reply.malformed(header, code, appendingTo: &reply)
        tally.count(RecordType(rawValue: 0), code)
        guard isLimited(client), limiter?.verdict(.error, to: client.address, at: now.monotonic) ?? .send == .drop
        else {
            return .answered
        }
        return drop(&reply, start)
    }

    /// Takes an answer back that is one too many.
    mutating func drop(_ reply: inout [UInt8], _ start: Int) -> Outcome {
        reply.removeLast(reply.count - start)
        tally.limited &+= 1
        return .ignored
    }

    /// Whether a client may not be who it says.
    func isLimited(_ client: Client) -> Bool { client.transport == .udp && !client.address.isLoopback }
}
