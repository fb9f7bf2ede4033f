import FairwayDNS
import FairwayNet

extension Responder {
    /// What is said to a question.
    enum Decision {
        /// This and no records.
        case code(ResponseCode)
        /// What `Responder.answer` has.
        case answer
        case transfer(AuthorityTable.Zone)
    }

    /// Decides what is said to a query, which is signed with the key of a name, or not at all.
    mutating func decide(
        _ query: Query, in message: Span<UInt8>, from client: Client, signedBy key: DomainName?
    ) -> Decision {
        if let options = query.options, options.version > 0 { return .code(.badVersion) }
        switch query.header.opcode {
        case .query: break
        case .notify: return .code(hasZone(of: message) ? .notImplemented : .notAuthoritative)
        default: return .code(.notImplemented)
        }
        // Without a question a client asks for a cookie (RFC 7873 §5.4).
        guard !query.name.isEmpty else { return .code(query.options?.cookie == nil ? .formatError : .noError) }
        guard query.class == .internet else { return .code(.refused) }
        guard let authority else { return .code(.serverFailure) }
        switch query.type {
        case .axfr, .ixfr: return transfer(query, in: message, from: client, signedBy: key, authority)
        case .opt, .tsig: return .code(.formatError)
        default:
            authority.zones.answer(message.extracting(query.name), query.type, into: &answer)
            return .answer
        }
    }

    /// Whether the name in the question is the apex of a zone that is served. (Its secondaries are told of changes, and
    /// nobody tells us: RFC 1996 §3.)
    private func hasZone(of message: Span<UInt8>) -> Bool {
        apex(in: message).flatMap { authority?.zone($0) } != nil
    }

    private func apex(in message: Span<UInt8>) -> DomainName? { Self.read(message)?.questions.first?.name }

    /// The whole message; `nil` where a part of it that queries do not need is malformed.
    private static func read(_ message: Span<UInt8>) -> Message? {
        do throws(WireError) {
            return try Message(decoding: message)
        } catch {
            return nil
        }
    }

    /// Decides about a whole zone (RFC 5936), which is also what is said to who asks for what is new in it, unless there is
    /// nothing (RFC 1995 §4).
    private mutating func transfer(
        _ query: Query, in bytes: Span<UInt8>, from client: Client, signedBy key: DomainName?, _ authority: Authority
    ) -> Decision {
        guard let message = Self.read(bytes), let apex = message.questions.first?.name else {
            return .code(.formatError)
        }
        guard let zone = authority.zone(apex) else {
            return .code(authority.unready.contains(apex) ? .serverFailure : .notAuthoritative)
        }
        guard zone.transfer.allow(client.address, signedBy: key) else { return .code(.refused) }
        if query.type == .axfr { return client.transport == .tcp ? .transfer(zone) : .code(.refused) }
        guard case .soa(let known)? = message.authorities.first?.data else { return .code(.formatError) }
        // Over UDP: the SOA, which tells to come by TCP (RFC 1995 §2).
        guard client.transport == .udp || !zone.contents.serial.isAfter(known.serial) else { return .transfer(zone) }
        authority.zones.answer(bytes.extracting(query.name), .soa, into: &answer)
        return .answer
    }
}

extension UInt32 {
    /// Whether this serial is newer than another one (RFC 1982 §3.2); of two that lie as far apart as can be, which RFC 1982
    /// leaves open, it is.
    fileprivate func isAfter(_ other: UInt32) -> Bool {
        self != other && self &- other <= 0x8000_0000
    }
}
