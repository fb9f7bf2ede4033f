import FairwayCore
import FairwayNet
import FairwayResources

/// Why a port of a Service is not served.
struct PortProblem: Hashable {
    var port: Int
    var protocolName: String
    /// The one address where it is not served; `nil`: on none.
    var address: IPAddress?
    /// CamelCase.
    var reason: String
    var message: String

    /// What stands in `status…ports[].error`.
    var error: String { "fairway.dev/\(reason)" }
}

extension PortProblem {
    init(_ conflict: PortConflict) {
        self.init(
            port: Int(conflict.port.port), protocolName: conflict.port.transport.description,
            address: conflict.address, reason: "PortConflict", message: conflict.description)
    }

    init(_ refusal: RefusedPort) {
        self.init(
            port: refusal.port, protocolName: refusal.protocol,
            address: refusal.address.flatMap { IPAddress($0) }, reason: refusal.reason,
            // Sentences of several ports stand one after another.
            message: refusal.message.hasSuffix(".") ? refusal.message : refusal.message + ".")
    }

    init(unknownProtocolOf port: ServiceReading.Port) {
        self.init(
            port: Int(port.number), protocolName: port.protocolName, reason: "ProtocolNotSupported",
            message: "Port \(port.number)/\(port.protocolName) is not served: Fairway forwards TCP and UDP.")
    }
}

extension [PortProblem] {
    /// What keeps a port from being served at an address.
    func first(_ port: ServiceReading.Port, at address: IPAddress) -> PortProblem? {
        first {
            $0.port == Int(port.number) && $0.protocolName == port.protocolName && ($0.address ?? address) == address
        }
    }
}

extension ServiceLife {
    /// Everything that keeps a port from being served, in the order of the Service's ports.
    ///
    /// What nodes refused counts only for addresses and ports that are still the Service's.
    func portProblems() -> [PortProblem] {
        let known =
            reading.ports.filter { $0.transportPort == nil }.map(PortProblem.init(unknownProtocolOf:))
            + allocation.portConflicts.map(PortProblem.init)
        let addresses = allocation.addresses.map(\.address)
        let refused = answers.refused.map { PortProblem($0) }
            .filter { problem in problem.address.map(addresses.contains) ?? true }
        return reading.ports.flatMap { port in
            (known + refused).filter { $0.port == Int(port.number) && $0.protocolName == port.protocolName }
        }
    }
}
