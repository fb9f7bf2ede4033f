import FairwayCore
import FairwayNet

extension IPAddress: ExpressibleByStringLiteral {
    /// An address that a test has written down. One that cannot be read is the test's own mistake.
    package init(stringLiteral text: String) {
        guard let address = Self(text) else { preconditionFailure("the test has no address in \(text)") }
        self = address
    }
}

extension IPAddressRange: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let range = Self(text) else { preconditionFailure("the test has no range in \(text)") }
        self = range
    }
}

extension ServiceKey: ExpressibleByStringLiteral {
    /// `name` in the namespace `default`, or `namespace/name`.
    package init(stringLiteral text: String) {
        let parts = text.split(separator: "/").map(String.init)
        self.init(namespace: parts.count == 2 ? parts[0] : "default", name: parts[parts.count - 1])
    }
}

extension Backend: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let socket = SocketAddress(text) else { preconditionFailure("the test has no backend in \(text)") }
        self.init(address: socket.address, port: socket.port)
    }
}

let tcp80 = TransportPort(80, .tcp)
let udp80 = TransportPort(80, .udp)
let tcp81 = TransportPort(81, .tcp)

/// A Service made at `age`: the lower, the older.
func claimant(
    _ key: ServiceKey, age: Int64, ports: [TransportPort] = [tcp80], held: [IPAddress] = [],
    asks: [IPAddress] = [], pool: String? = nil, key sharingKey: String? = nil, families: [AddressFamily] = [.ipv4]
) -> AddressClaimant {
    AddressClaimant(
        key: key, creation: CreationOrder(createdAt: age, uid: key.description), ports: ports, held: held,
        families: families, requestedAddresses: asks, requestedPool: pool, sharingKey: sharingKey)
}
