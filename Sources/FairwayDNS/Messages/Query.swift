/// A message that asks something of a server, as far as answering it needs: numbers and places in the bytes, nothing that
/// would have to be set aside.
package struct Query: Hashable, Sendable {
    package let header: MessageHeader
    /// The bytes of the name that is asked for, from the end of the header on; 0: nothing is asked (RFC 7873 §5.4).
    let nameLength: Int
    package private(set) var type = RecordType(rawValue: 0)
    package private(set) var `class` = RecordClass(rawValue: 0)
    package private(set) var options: Options?
    /// Where its TSIG record begins; `nil`: it is not signed.
    package private(set) var signatureStart: Int?

    /// Where in the message the name is that is asked for.
    package var name: Range<Int> { MessageHeader.length..<(MessageHeader.length + nameLength) }

    /// What its OPT record says (RFC 6891).
    package struct Options: Hashable, Sendable {
        /// The largest datagram that the client can take, in bytes; as it says, which may be less than 512.
        package var udpPayloadSize: UInt16
        package var version: UInt8
        package var isDNSSECOK: Bool
        package var cookie: Cookie?
        /// Whether the server is asked who it is (RFC 5001).
        package var asksForNSID: Bool

        package init(
            udpPayloadSize: UInt16, version: UInt8, isDNSSECOK: Bool, cookie: Cookie?, asksForNSID: Bool
        ) {
            self.udpPayloadSize = udpPayloadSize
            self.version = version
            self.isDNSSECOK = isDNSSECOK
            self.cookie = cookie
            self.asksForNSID = asksForNSID
        }
    }

    /// Why there is no query to answer.
    package enum Failure: Error, Hashable, Sendable {
        /// It is no question: an answer to it could go round in circles.
        case ignored
        /// FORMERR, with this header and nothing else.
        case malformed(MessageHeader)
    }

    /// Reads a message of any operation, with one question or none (RFC 9619), from all of `message`.
    package init(reading message: Span<UInt8>) throws(Failure) {
        guard message.count >= MessageHeader.length else { throw .ignored }
        var offset = 0
        do throws(WireError) {
            header = try MessageHeader(reading: message, at: &offset)
        } catch {
            throw .ignored
        }
        guard !header.isResponse else { throw .ignored }
        do throws(WireError) {
            let questions = try message.readUInt16(&offset)
            let others = Int(try message.readUInt16(&offset)) + Int(try message.readUInt16(&offset))
            let additionals = try message.readUInt16(&offset)
            guard questions <= 1 else { throw .trailingBytes }
            nameLength = questions == 0 ? 0 : try Self.nameLength(message)
            if questions == 1 {
                offset += nameLength
                type = RecordType(rawValue: try message.readUInt16(&offset))
                `class` = RecordClass(rawValue: try message.readUInt16(&offset))
            }
            for _ in 0..<others { try message.skipRecord(&offset) }
            for left in (0..<additionals).reversed() { try readAdditional(message, &offset, isLast: left == 0) }
            guard offset == message.count else { throw .trailingBytes }
        } catch {
            throw .malformed(header)
        }
    }

    /// The length of the name behind the header. It comes first in the message, so that a pointer has nowhere to lead.
    private static func nameLength(_ message: Span<UInt8>) throws(WireError) -> Int {
        var offset = MessageHeader.length
        try message.skipName(&offset)
        return offset - MessageHeader.length
    }

    private mutating func readAdditional(
        _ message: Span<UInt8>, _ offset: inout Int, isLast: Bool
    ) throws(WireError) {
        let start = offset
        let isAtRoot = try message.readUInt8(&offset) == 0
        offset = start
        let head = try message.readRecordHead(&offset)
        switch head.type {
        case .opt:
            guard options == nil, isAtRoot else { throw .misplacedOPT }
            options = try Options(head, reading: message.extracting(first: head.end), from: offset)
        case .tsig:
            guard isLast, head.class == RecordClass.any.rawValue, head.ttl == 0 else { throw .misplacedTSIG }
            signatureStart = start
        default: break
        }
        offset = head.end
    }
}

extension Query.Options {
    fileprivate init(
        _ head: RecordHead, reading message: Span<UInt8>, from offset: Int
    ) throws(WireError) {
        self.init(
            udpPayloadSize: head.class, version: UInt8(truncatingIfNeeded: head.ttl >> 16),
            isDNSSECOK: head.ttl & UInt32(EDNS.dnssecOK) != 0, cookie: nil, asksForNSID: false)
        var offset = offset
        while offset < message.count {
            let code = try message.readUInt16(&offset)
            let length = Int(try message.readUInt16(&offset))
            guard length <= message.count - offset else { throw .endsEarly }
            // Other versions may have other options (RFC 6891 §6.1.3).
            if code == EDNS.Option.cookie, cookie == nil, version == 0 {
                cookie = Cookie(message.extracting(offset..<(offset + length)))
                guard cookie != nil else { throw .badRecordData(.opt) }
            } else if code == EDNS.Option.nsid {
                asksForNSID = true
            }
            offset += length
        }
    }
}

extension Span where Element == UInt8 {
    fileprivate func skipRecord(_ offset: inout Int) throws(WireError) {
        let head = try readRecordHead(&offset)
        guard head.type != .opt, head.type != .tsig else { throw .misplacedOPT }
        offset = head.end
    }
}
