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
    let files: [String]
    /// How long connections may take to come to their end.
    let drainTimeout: Duration
    let logger: Logger

    /// The API's server, with its state opened and locked.
    func server() throws -> KubernetesAPIServer {
        try .opened(address: address, stateDirectory: stateDirectory, logger: logger)
    }

    /// Tells a person what there is, once the API listens on `port`.
    func summarize(port: Int) {
        let api = SocketAddress(address: address.address, port: UInt16(port))
        let kubeconfig = URL(fileURLWithPath: stateDirectory).appendingPathComponent("kubeconfig").path
        let text = """
            fairway \(Version.current) is up
              API        https://\(api), for kubectl: export KUBECONFIG=\(kubeconfig.shellQuoted)
              addresses  \(pool.ranges.isEmpty ? PoolFlag.standardRange : pool.ranges.joined(separator: ", "))
              manifests  \(files.isEmpty ? "none (give files and folders with -f)" : files.joined(separator: ", "))

            """
        FileHandle.standardError.write(Data(text.utf8))
    }
}
