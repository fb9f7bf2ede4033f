/// A whole DNS message (RFC 1035 §4), its OPT and TSIG records taken out of the additional ones.
package struct Message: Hashable, Sendable {
    package var header: MessageHeader
    package var questions: [Question]
    /// In an update: what is asked to be there (RFC 2136 §2.4).
    package var answers: [ResourceRecord]
    /// In an update: what is to be changed (RFC 2136 §2.5).
    package var authorities: [ResourceRecord]
    package var additionals: [ResourceRecord]
    package var responseCode: ResponseCode
    package var edns: EDNS?
    package var tsig: TSIGRecord?

    package init(
        header: MessageHeader, questions: [Question] = [], answers: [ResourceRecord] = [],
        authorities: [ResourceRecord] = [], additionals: [ResourceRecord] = [],
        responseCode: ResponseCode = .noError, edns: EDNS? = nil, tsig: TSIGRecord? = nil
    ) {
        self.header = header
        self.questions = questions
        self.answers = answers
        self.authorities = authorities
        self.additionals = additionals
        self.responseCode = responseCode
        self.edns = edns
        self.tsig = tsig
        self.header.lowResponseCode = responseCode.rawValue
    }
}

// MARK: - To the wire

extension Message {
    /// The message in at most 65,535 bytes, names compressed.
    ///
    /// - Throws: where a part does not fit into its field, or a response code over 15 has no OPT record to stand in.
    package func encoded() throws(WireError) -> [UInt8] {
        guard responseCode.rawValue < (edns == nil ? 16 : 4096) else { throw .tooLarge }
        var header = header
        header.lowResponseCode = responseCode.rawValue
        var writer = WireWriter()
        writer.write(header)
        let own = (edns == nil ? 0 : 1) + (tsig == nil ? 0 : 1)
        for count in [questions.count, answers.count, authorities.count, additionals.count + own] {
            guard let count = UInt16(exactly: count) else { throw .tooLarge }
            writer.write(count)
        }
        for question in questions {
            writer.write(question)
        }
        for record in [answers, authorities, additionals].joined() {
            try writer.write(record)
        }
        if let edns { try writer.write(edns, responseCode: responseCode) }
        if let tsig { try writer.write(tsig) }
        guard writer.count <= Int(UInt16.max) else { throw .tooLarge }
        return writer.finish()
    }
}

extension WireWriter {
    mutating func write(_ header: MessageHeader) {
        write(header.id)
        write(header.flags.rawValue)
    }

    mutating func write(_ question: Question) {
        writeCompressed(question.name)
        write(question.type.rawValue)
        write(question.class.rawValue)
    }
}
