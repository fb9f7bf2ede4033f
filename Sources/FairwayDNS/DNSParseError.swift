import FairwayNet

/// Why a text is no domain name or no record.
package struct DNSParseError: Error, Hashable, Sendable {
    /// A sentence without a full stop, for people: what was read, why it is refused, what was expected.
    package var message: String

    package init(_ message: String) {
        self.message = message
    }

    init(_ text: some StringProtocol, isNot kind: String, _ problem: String) {
        self.init("\(IPParseError.quoted(String(text))) is not \(kind): \(problem)")
    }
}

extension DNSParseError: CustomStringConvertible {
    package var description: String { message }
}
