/// What a reply says beside the records: everything that does not come from a zone.
package struct Reply: Hashable, Sendable {
    package var responseCode: ResponseCode
    package var isAuthoritative: Bool
    /// TC is set, also where nothing is left away.
    package var isTruncated = false
    /// What stands in its OPT record; `nil`: it has none, as its query had none (RFC 6891 §7).
    package var options: Options?
    /// The most bytes that the whole message may have. What has to be said in any case is said even if it has more.
    package var limit: Int
    /// The bytes that are kept free at the end, for a signature.
    package var reserved: Int

    /// An OPT record's contents. DO is copied from the query.
    package struct Options: Hashable, Sendable {
        /// The largest datagram that the server can take, in bytes.
        package var udpPayloadSize: UInt16
        package var cookie: Cookie?
        /// What the server is called (RFC 5001); `nil`: it does not say.
        package var nsid: [UInt8]?

        package init(udpPayloadSize: UInt16, cookie: Cookie? = nil, nsid: [UInt8]? = nil) {
            self.udpPayloadSize = udpPayloadSize
            self.cookie = cookie
            self.nsid = nsid
        }
    }

    package init(
        _ responseCode: ResponseCode, isAuthoritative: Bool = false, options: Options? = nil, limit: Int,
        reserved: Int = 0
    ) {
        self.responseCode = responseCode
        self.isAuthoritative = isAuthoritative
        self.options = options
        self.limit = limit
        self.reserved = reserved
    }

    /// The reply to a message that cannot be read, as far as its header goes: FORMERR, or a response code up to 15.
    package static func malformed(
        _ header: MessageHeader, _ responseCode: ResponseCode = .formatError, appendingTo bytes: inout [UInt8]
    ) {
        var own: [UInt8] = []
        swap(&own, &bytes)
        var writer = WireWriter(appendingTo: consume own)
        writer.writeReplyHeader(to: header, responseCode, isAuthoritative: false)
        for _ in 0..<4 { writer.write(UInt16(0)) }
        bytes = writer.finish()
    }
}

extension Reply {
    /// Writes the reply to a query behind what is in `bytes`, with the records of an answer.
    ///
    /// The question is given back byte for byte. The answer is cut by whole sets (RFC 2181 §9): what does not fit is left
    /// away. TC says so (RFC 2181 §9, RFC 9471 §3), but for additional records that anybody can do without.
    ///
    /// `query` was read from `message`; `answer` is what `zones` say to it, or `nil` for nothing but the response code.
    package func write(
        to query: Query, in message: Span<UInt8>, _ answer: ZoneAnswer? = nil, from zones: ZoneSet,
        appendingTo bytes: inout [UInt8]
    ) {
        // Taken out, so that the writer does not have to copy what is there.
        var own: [UInt8] = []
        swap(&own, &bytes)
        var writer = WireWriter(appendingTo: consume own, preservingCase: false)
        writer.writeReplyHeader(to: query.header, responseCode, isAuthoritative: isAuthoritative)
        writer.write(UInt16(query.nameLength == 0 ? 0 : 1))
        for _ in 0..<3 { writer.write(UInt16(0)) }
        writer.writeQuestion(of: query, in: message)
        var counts = (answers: UInt16(0), authorities: UInt16(0), additionals: UInt16(0))
        let isWhole =
            answer.map { write($0, from: zones, question: query, in: message, &counts, to: &writer) } ?? true
        if !isWhole || isTruncated { writer.setTruncated() }
        if let options {
            writer.write(options, responseCode, isDNSSECOK: query.options?.isDNSSECOK ?? false)
            counts.additionals += 1
        }
        writer.overwrite(counts.answers, at: 6)
        writer.overwrite(counts.authorities, at: 8)
        writer.overwrite(counts.additionals, at: 10)
        bytes = writer.finish()
    }

    /// Writes the sets that there is room for. Returns whether nothing that is needed is missing.
    private func write(
        _ answer: ZoneAnswer, from zones: ZoneSet, question: Query, in message: Span<UInt8>,
        _ counts: inout (answers: UInt16, authorities: UInt16, additionals: UInt16), to writer: inout WireWriter
    ) -> Bool {
        let room = min(limit, Int(UInt16.max)) - reserved - (options?.length ?? 0)
        for item in answer.items {
            let mark = writer.count
            guard let count = writer.write(item, from: zones, question: question, in: message, room: room) else {
                writer.truncate(to: mark)
                if item.isNeeded { return false }
                continue
            }
            switch item.section {
            case .answer: counts.answers += count
            case .authority: counts.authorities += count
            case .additional: counts.additionals += count
            }
        }
        return true
    }
}

extension Reply.Options {
    /// The bytes of the OPT record.
    fileprivate var length: Int {
        11 + (cookie.map { 4 + $0.length } ?? 0) + (nsid.map { 4 + $0.count } ?? 0)
    }
}

extension WireWriter {
    /// Writes the first four bytes. RD and CD are the client's (RFC 1035 §4.1.1, RFC 4035 §3.1.6).
    mutating func writeReplyHeader(
        to query: MessageHeader, _ responseCode: ResponseCode, isAuthoritative: Bool
    ) {
        var header = MessageHeader(id: query.id, opcode: query.opcode, flags: .response)
        header.flags.formUnion(query.flags.intersection([.recursionDesired, .checkingDisabled]))
        if isAuthoritative { header.flags.insert(.authoritative) }
        header.lowResponseCode = responseCode.rawValue
        write(header)
    }

    mutating func writeQuestion(of query: Query, in message: Span<UInt8>) {
        guard query.nameLength > 0 else { return }
        writeCompressed(message.extracting(query.name))
        write(message.extracting(query.name.upperBound..<(query.name.upperBound + 4)))
    }

    fileprivate mutating func setTruncated() {
        let flags = UInt16(bytes[start + 2]) << 8 | UInt16(bytes[start + 3])
        overwrite(flags | MessageHeader.Flags.truncated.rawValue, at: 2)
    }

    mutating func write(_ options: Reply.Options, _ responseCode: ResponseCode, isDNSSECOK: Bool) {
        write(UInt8(0))
        write(RecordType.opt.rawValue)
        write(options.udpPayloadSize)
        write(UInt8(truncatingIfNeeded: responseCode.rawValue >> 4))
        write(UInt8(0))
        write(isDNSSECOK ? EDNS.dnssecOK : 0)
        write(UInt16(truncatingIfNeeded: options.length - 11))
        if let cookie = options.cookie {
            write(EDNS.Option.cookie)
            write(UInt16(truncatingIfNeeded: cookie.length))
            write(cookie)
        }
        if let nsid = options.nsid { write(option: EDNS.Option.nsid, nsid) }
    }

    private mutating func write(option code: UInt16, _ data: [UInt8]) {
        write(code)
        write(UInt16(truncatingIfNeeded: data.count))
        write(data)
    }
}
