/// What a message says by its OPT record (RFC 6891).
package struct EDNS: Hashable, Sendable {
    /// The largest datagram that the sender can take, in bytes.
    package var udpPayloadSize: UInt16
    package var version: UInt8
    /// As on the wire: the highest bit is DO.
    package var flags: UInt16
    package var options: [Option]

    /// An option by its code (IANA “DNS EDNS0 Option Codes”).
    package struct Option: Hashable, Sendable {
        package var code: UInt16
        package var data: [UInt8]

        package init(code: UInt16, data: [UInt8]) {
            self.code = code
            self.data = data
        }

        /// Which server it is (RFC 5001).
        package static let nsid: UInt16 = 3
        package static let cookie: UInt16 = 10
    }

    static let dnssecOK: UInt16 = 0x8000

    package init(udpPayloadSize: UInt16, version: UInt8 = 0, dnssecOK: Bool = false, options: [Option] = []) {
        self.udpPayloadSize = udpPayloadSize
        self.version = version
        self.flags = dnssecOK ? Self.dnssecOK : 0
        self.options = options
    }

    /// DO: the sender takes DNSSEC records (RFC 3225).
    package var isDNSSECOK: Bool { flags & Self.dnssecOK != 0 }
}

extension EDNS {
    /// Reads an OPT record, whose class and TTL are no such things, and the options at `offset` up to the end.
    init(class: UInt16, ttl: UInt32, reading message: Span<UInt8>, from offset: Int) throws(WireError) {
        udpPayloadSize = `class`
        version = UInt8(truncatingIfNeeded: ttl >> 16)
        flags = UInt16(truncatingIfNeeded: ttl)
        options = []
        var offset = offset
        do {
            while offset < message.count {
                let code = try message.readUInt16(&offset)
                let length = Int(try message.readUInt16(&offset))
                options.append(Option(code: code, data: try message.readBytes(length, &offset)))
            }
        } catch {
            throw .badRecordData(.opt)
        }
    }
}

extension WireWriter {
    /// Writes an OPT record with the upper eight bits of a response code.
    mutating func write(_ edns: EDNS, responseCode: ResponseCode) throws(WireError) {
        write(DomainName.root)
        write(RecordType.opt.rawValue)
        write(edns.udpPayloadSize)
        write(UInt8(truncatingIfNeeded: responseCode.rawValue >> 4))
        write(edns.version)
        write(edns.flags)
        try writeLengthPrefixed { writer throws(WireError) in
            for option in edns.options {
                writer.write(option.code)
                try writer.writeLengthPrefixed { $0.write(option.data) }
            }
        }
    }
}
