import FairwayDNS

extension Responder {
    /// Writes what was decided, unless that is a transfer.
    mutating func write(
        _ decision: Decision, to query: Query, in message: Span<UInt8>, _ frame: Reply, appendingTo reply: inout [UInt8]
    ) {
        var frame = frame
        switch decision {
        case .transfer: return
        case .code(let code):
            frame.responseCode = code
            frame.write(to: query, in: message, from: Self.noZones, appendingTo: &reply)
        case .answer:
            guard let zones = authority?.zones else { return }
            frame.responseCode = answer.responseCode
            frame.isAuthoritative = answer.isAuthoritative
            frame.write(to: query, in: message, answer, from: zones, appendingTo: &reply)
        }
        tally.count(query.type, frame.responseCode)
    }

    /// Begins to give a zone away.
    mutating func begin(
        _ zone: AuthorityTable.Zone, _ query: Query, _ message: Span<UInt8>, _ frame: Frame, session: TSIGSession?
    ) -> Outcome {
        tally.count(query.type, .noError)
        return .transfer(
            Transfer(of: zone.contents, query, in: message, options: frame.reply.options, session: session))
    }
}

// MARK: - Signed messages

extension Responder {
    /// Verifies a signed message, and signs the answer (RFC 8945 §5.2, §5.3).
    mutating func respondSigned(
        _ query: Query, in message: Span<UInt8>, from client: Client, _ frame: Frame, _ keys: TSIGKeys,
        at now: Moment, appendingTo reply: inout [UInt8]
    ) -> Outcome {
        let bytes = message.indices.map { message[$0] }
        var frame = frame
        var own: [UInt8] = []
        let start = reply.count
        do throws(WireError) {
            switch keys.verify(bytes, at: now.unix) {
            case .verified(var session)?:
                frame.isProven = true
                frame.reply.reserved = session.signatureLength
                let decision = decide(query, in: message, from: client, signedBy: session.key.name)
                if case .transfer(let zone) = decision { return begin(zone, query, message, frame, session: session) }
                write(decision, to: query, in: message, frame.reply, appendingTo: &own)
                try session.signAnswer(&own, at: now.unix)
            case .refused(_, let refusal)?:
                write(.code(.notAuthoritative), to: query, in: message, frame.reply, appendingTo: &own)
                try refusal.append(to: &own, at: now.unix)
            case .malformed?, nil:
                write(.code(.formatError), to: query, in: message, frame.reply, appendingTo: &own)
            }
        } catch {
            // It would not fit into a message: nothing that is this long was asked in good faith.
            return .ignored
        }
        reply += own
        return limit(frame, query, in: message, from: client, at: now, &reply, start)
    }
}
