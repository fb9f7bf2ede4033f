import FairwayNet

/// A short name for a value, by which it is recognised: equal values have equal fingerprints, and different values
/// different ones but for one chance in 2⁶⁴. Stable between processes and machines.
package struct Fingerprint: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }
}

extension Fingerprint: LosslessStringConvertible {
    /// Reads sixteen lower-case hexadecimal digits; `nil` for everything else.
    package init?(_ description: String) {
        guard let rawValue = UInt64(description, radix: 16) else { return nil }
        self.init(rawValue: rawValue)
        guard self.description == description else { return nil }
    }

    /// Sixteen lower-case hexadecimal digits.
    package var description: String {
        let digits = String(rawValue, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension ServedService {
    /// Names what clients see of the Service: its addresses, ports, protocols, timeouts, source ranges, affinity,
    /// limits and health check, in whatever order; and whether its backends see who the clients are.
    package var fingerprint: Fingerprint {
        var hash = StableHash(seed: 1)
        hash.combine(UInt64(addresses.count))
        for address in addresses.sorted() {
            hash.combine(address)
        }
        hash.combine(UInt64(ports.count))
        for port in ports.map(\.port).sorted() {
            hash.combine(port)
        }
        let seconds = [
            timeouts.udpUnreplied, timeouts.udpReplied, timeouts.tcpEstablished, timeouts.tcpHalfClosed,
        ]
        for value in seconds {
            hash.combine(UInt64(value))
        }
        sources.combine(into: &hash)
        affinity?.combine(into: &hash)
        proxyProtocol?.combine(into: &hash)
        limits.combine(into: &hash)
        healthCheck?.combine(into: &hash)
        return Fingerprint(rawValue: hash.value)
    }

    /// Names what is behind the Service: the backends of each port that take or keep flows, and their weights.
    ///
    /// What makes no difference to a flow makes none here: the order of endpoints, and those that are gone.
    package var endpointsFingerprint: Fingerprint {
        var hash = StableHash(seed: 2)
        for port in ports.sorted(by: { $0.port < $1.port }) {
            hash.combine(port.port)
            for family in [nil, .ipv4, .ipv6] as [AddressFamily?] {
                EndpointSelection(port.endpoints, for: family).combine(into: &hash)
            }
        }
        return Fingerprint(rawValue: hash.value)
    }
}

extension EndpointSelection {
    fileprivate func combine(into hash: inout StableHash) {
        hash.combine(UInt64(backends.count))
        for backend in backends {
            hash.combine(backend.backend)
            hash.combine(UInt64(backend.weight))
        }
        hash.combine(UInt64(draining.count))
        for backend in draining {
            hash.combine(backend)
        }
    }
}
