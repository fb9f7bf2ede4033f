/// The COOKIE option (RFC 7873 §4).
package struct Cookie: Hashable, Sendable {
    /// The eight bytes that the client made.
    package var client: UInt64
    package var server: Server

    /// The server's part.
    package enum Server: Hashable, Sendable {
        case absent
        /// One of the length that interoperable servers give out (RFC 9018 §4).
        case sixteen(UInt128)
        /// One of another length, from 8 to 32 bytes: of another server.
        case foreign
    }

    package init(client: UInt64, server: Server = .absent) {
        self.client = client
        self.server = server
    }

    /// Reads the data of the option.
    ///
    /// - Returns: `nil` for a length that it cannot have: the message is then to be answered with FORMERR.
    package init?(_ data: Span<UInt8>) {
        guard data.count == 8 || (16...40).contains(data.count) else { return nil }
        client = (0..<8).reduce(0) { $0 << 8 | UInt64(data[$1]) }
        switch data.count {
        case 8: server = .absent
        case 24: server = .sixteen((8..<24).reduce(0) { $0 << 8 | UInt128(data[$1]) })
        default: server = .foreign
        }
    }

    /// The data of the option; of a foreign server's part nothing is known any more.
    package var bytes: [UInt8] {
        var writer = WireWriter()
        writer.write(self)
        return writer.finish()
    }

    /// The number of its `bytes`.
    var length: Int {
        if case .sixteen = server { 24 } else { 8 }
    }
}

extension WireWriter {
    mutating func write(_ cookie: Cookie) {
        write(cookie.client)
        guard case .sixteen(let server) = cookie.server else { return }
        write(UInt64(truncatingIfNeeded: server >> 64))
        write(UInt64(truncatingIfNeeded: server))
    }

    private mutating func write(_ number: UInt64) {
        write(UInt32(truncatingIfNeeded: number >> 32))
        write(UInt32(truncatingIfNeeded: number))
    }
}
