package import FairwayDNS

extension Message {
    /// A span cannot be had inside of `#expect`.
    package init(reading bytes: [UInt8]) throws(WireError) {
        try self.init(decoding: bytes.span)
    }
}

extension Cookie {
    package init?(reading bytes: [UInt8]) {
        self.init(bytes.span)
    }
}
