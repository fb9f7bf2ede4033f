import FairwayDNS
import FairwayNet

extension Responder {
    /// What an answer has beside what is answered.
    struct Frame {
        var reply: Reply
        /// Whether the client has shown that it is where its messages come from.
        var isProven: Bool
    }

    func frame(for query: Query, from client: Client, at now: Moment) -> Frame {
        var frame = Frame(
            reply: Reply(.noError, limit: Self.limit(for: query, client)), isProven: !isLimited(client))
        guard let options = query.options else { return frame }
        var own = Reply.Options(udpPayloadSize: Self.datagramLimit)
        if let cookie = options.cookie {
            let isGood = settings.cookieSecret.isGood(cookie, of: client.address, at: now.unix)
            frame.isProven = frame.isProven || isGood
            own.cookie = settings.cookieSecret.answer(to: cookie, isGood: isGood, of: client.address, at: now.unix)
        }
        if options.asksForNSID { own.nsid = settings.identifier }
        frame.reply.options = own
        return frame
    }

    private static func limit(for query: Query, _ client: Client) -> Int {
        guard client.transport == .udp else { return Int(UInt16.max) }
        guard let options = query.options else { return Int(plainDatagramLimit) }
        return Int(min(datagramLimit, max(plainDatagramLimit, options.udpPayloadSize)))
    }

    /// Lets an answer go, or makes less of it where its client's neighbourhood has had too many.
    mutating func limit(
        _ frame: Frame, _ query: Query, in message: Span<UInt8>, from client: Client, at now: Moment,
        _ reply: inout [UInt8], _ start: Int
    ) -> Outcome {
        guard !frame.isProven, limiter != nil else { return .answered }
        let kind = Self.kind(of: query, in: message, reply, start)
        switch limiter?.verdict(kind, to: client.address, at: now.monotonic) ?? .send {
        case .send: return .answered
        case .drop: return drop(&reply, start)
        case .truncate where kind == .error: return .answered
        case .truncate:
            reply.removeLast(reply.count - start)
            var short = frame.reply
            short.responseCode = .noError
            short.isTruncated = true
            short.write(to: query, in: message, from: Self.noZones, appendingTo: &reply)
            tally.limited &+= 1
            tally.truncated &+= 1
            return .answered
        }
    }

    /// What an answer is counted with.
    private static func kind(
        of query: Query, in message: Span<UInt8>, _ reply: [UInt8], _ start: Int
    ) -> RateLimiter.Kind {
        let code = reply[start + 3] & 0xF
        guard code == ResponseCode.noError.rawValue || code == ResponseCode.nameError.rawValue else { return .error }
        guard reply[start + 6] | reply[start + 7] != 0 else { return .negative }
        var hasher = Hasher()
        hasher.combine(query.type.rawValue)
        let name = message.extracting(query.name)
        // Without regard to case: that some other bytes are taken for each other does not matter here.
        for index in name.indices { hasher.combine(name[index] | 0x20) }
        return .answer(question: hasher.finalize())
    }
}
