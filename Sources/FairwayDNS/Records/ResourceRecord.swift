/// A record: what `data` says about `owner`, for `ttl` seconds (RFC 1035 §3.2.1).
package struct ResourceRecord: Hashable, Sendable {
    package var owner: DomainName
    package var `class`: RecordClass
    /// Seconds, at most 2^31 - 1 (RFC 2181 §8).
    package var ttl: UInt32
    package var data: RecordData

    package init(owner: DomainName, class: RecordClass = .internet, ttl: UInt32, data: RecordData) {
        self.owner = owner
        self.class = `class`
        self.ttl = ttl
        self.data = data
    }

    package var type: RecordType { data.type }
}

extension ResourceRecord: CustomStringConvertible {
    /// The record as a line of a zone file (RFC 1035 §5.1).
    package var description: String { "\(owner) \(ttl) \(`class`) \(type) \(data.text)" }
}
