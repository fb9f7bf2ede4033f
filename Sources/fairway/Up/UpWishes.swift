import FairwayKubernetesServer
import FairwayNet
import Foundation
import Logging

/// What flags, environment and configuration file ask of `up`.
struct UpWishes {
    /// Where the API is to listen.
    let address: SocketAddress
    let stateDirectory: String
    let pool: PoolFlag
    let dns: DNSFlag
    let zones: ZoneFlag
    let files: [String]
    /// How long connections may take to come to their end.
    let drainTimeout: Duration
    let logger: Logger

    /// The API's server, with its state opened and locked.
    func server() throws -> KubernetesAPIServer {
        try .opened(address: address, stateDirectory: stateDirectory, logger: logger)
    }

    /// Tells a person what there is, once the API listens on `port`, and names are answered for at `names`.
    func summarize(port: Int, names: [SocketAddress]) {
        let api = SocketAddress(address: address.address, port: UInt16(port))
        let kubeconfig = URL(fileURLWithPath: stateDirectory).appendingPathComponent("kubeconfig").path
        let text = """
            fairway \(Version.current) is up
              API        https://\(api), for kubectl: export KUBECONFIG=\(kubeconfig.shellQuoted)
              addresses  \(pool.ranges.isEmpty ? PoolFlag.standardRange : pool.ranges.joined(separator: ", "))
              DNS        \(names.isEmpty ? "off" : describe(names))
              manifests  \(files.isEmpty ? "none (give files and folders with -f)" : files.joined(separator: ", "))

            """
        FileHandle.standardError.write(Data(text.utf8))
    }

    private func describe(_ names: [SocketAddress]) -> String {
        let places = names.map { "\($0)" }.joined(separator: ", ")
        let zones = zones.zones.map { ZoneDeclarations.name(of: $0) }
        guard let first = names.first, let zone = zones.first else { return places }
        return "\(places) for \(zones.joined(separator: ", ")): dig @\(first.address) -p \(first.port) "
            + "SERVICE.NAMESPACE.\(zone)"
    }
}
