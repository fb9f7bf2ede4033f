import Crypto

/// What a zone says, in a few letters: zones that say the same have the same.
package struct ContentDigest: Hashable, Sendable, CustomStringConvertible {
    /// Hexadecimal.
    package let description: String

    /// - Parameter records: in an order that follows from them.
    package init(of records: [ResourceRecord]) {
        var hash = SHA256()
        for record in records {
            hash.update(data: Array("\(record.owner) \(record.ttl) \(record.type) \(record.data.text)\n".utf8))
        }
        description = hash.finalize().prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
