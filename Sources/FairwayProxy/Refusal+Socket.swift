import FairwayCore
import SystemPackage

extension Refusal {
    /// What it means for a frontend that its sockets could not be opened.
    init(_ frontend: Frontend, _ error: Errno) {
        let attempt = "\(frontend) cannot be served"
        switch error {
        case .addressNotAvailable:
            self.init(
                reason: "AddressNotLocal",
                message: """
                    \(attempt): \(frontend.address) is not an address of this machine; add it to an interface or choose \
                    a pool of local addresses
                    """)
        case .permissionDenied, .notPermitted:
            self.init(
                reason: "PortNotPermitted",
                message: """
                    \(attempt): this process may not bind port \(frontend.port); give it CAP_NET_BIND_SERVICE, lower \
                    net.ipv4.ip_unprivileged_port_start or use a higher port
                    """)
        case .addressInUse:
            self.init(
                reason: "PortInUse",
                message: """
                    \(attempt): another program uses \(frontend.transport) port \(frontend.port) of \
                    \(frontend.address); stop it or use another port
                    """)
        case .tooManyOpenFiles, .tooManyOpenFilesInSystem:
            self.init(
                reason: "TooManyOpenFiles",
                message: "\(attempt): no more descriptors can be opened (\(error)); raise the limit (ulimit -Hn)")
        default:
            self.init(
                reason: "SocketFailed",
                message: "\(attempt): its socket cannot be opened: \(error); see that the address can be bound here")
        }
    }

    static let engineStopped = Refusal(
        reason: "EngineStopped", message: "The proxy engine has been stopped and serves nothing; start it again")
}
