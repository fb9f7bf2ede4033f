import FairwayCore
import FairwayNet

enum Loopback {
    /// An address of 127.0.0.0/8 that hardly anybody else uses.
    static func address() -> IPAddress {
        .v4(IPv4Address(127, .random(in: 130...250), .random(in: 1...254), .random(in: 1...254)))
    }

    static let ipv6 = IPAddress.v6(IPv6Address(high: 0, low: 1))

    /// A port that nobody uses at the moment.
    static func freePort(_ transport: TransportProtocol, at address: IPAddress) throws -> UInt16 {
        let socket = try TestSocket(transport, address.family)
        try socket.bind(to: SocketAddress(address: address, port: 0))
        return try socket.localAddress.port
    }

    static func frontend(_ transport: TransportProtocol) -> Frontend {
        Frontend(address: address(), port: 12_345, transport: transport)
    }
}

extension Frontend {
    var socketAddress: SocketAddress { SocketAddress(address: address, port: port) }
}

extension ForwardingEntry {
    /// An entry of backends with the default weight.
    init(_ backends: Backend..., draining: [Backend] = [], timeouts: IdleTimeouts = IdleTimeouts()) {
        self.init(
            service: ServiceKey(namespace: "default", name: "echo"),
            backends: backends.sorted().map { WeightedBackend($0) }, draining: draining.sorted(), timeouts: timeouts)
    }
}

extension ForwardingTable {
    init(_ frontend: Frontend, _ entry: ForwardingEntry) {
        self.init(entries: [frontend: entry])
    }

    /// Both protocols on port 12345 of each address.
    init(_ addresses: [IPAddress], tcp: Backend, udp: Backend) {
        self.init()
        for address in addresses {
            entries[Frontend(address: address, port: 12_345, transport: .tcp)] = ForwardingEntry(tcp)
            entries[Frontend(address: address, port: 12_345, transport: .udp)] = ForwardingEntry(udp)
        }
    }
}
