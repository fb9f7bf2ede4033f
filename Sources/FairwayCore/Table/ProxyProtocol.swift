/// How a backend learns who its client is: a header before the client's first byte (HAProxy's `proxy-protocol.txt`).
package enum ProxyProtocol: String, Hashable, Sendable {
    /// A line of text. For TCP only.
    case v1
    /// Binary. Also for UDP, in the datagram that begins a flow.
    case v2

    /// Words that no other part of a Service's name is made of, so that none of them can be taken for another.
    func combine(into hash: inout StableHash) {
        switch self {
        case .v1: hash.combine(2 << 32 | 1)
        case .v2: hash.combine(2 << 32 | 2)
        }
    }
}
