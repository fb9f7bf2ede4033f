import ArgumentParser
import FairwayKubernetesServer
import FairwayLinux
import FairwayNet
import Foundation
import Logging

/// The flag that says where state is kept.
struct StateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where keys, kubeconfig and database are kept (default: ~/.local/state/fairway).", valueName: "path"))
    var stateDir: String?

    /// The folder's absolute path: what is printed of it is meant for shells that stand elsewhere.
    func directory(_ settings: Settings) -> String {
        URL(fileURLWithPath: settings.string("state-dir", flag: stateDir) ?? StateDirectory.standard).path
    }
}

/// The flags of the embedded API in `up`.
struct APIOptions: ParsableArguments {
    static let standardAddress = "127.0.0.1:7443"

    @Option(help: ArgumentHelp("Where the API listens (default: \(standardAddress)).", valueName: "address:port"))
    var api: String?

    @OptionGroup var state: StateOptions

    func address(_ settings: Settings) throws -> SocketAddress {
        try SocketAddress(flag: "api", value: settings.string("api", flag: api) ?? Self.standardAddress)
    }
}

extension KubernetesAPIServer {
    /// The server with its state opened, or the sentence why not.
    static func opened(address: SocketAddress, stateDirectory: String, logger: Logger) throws -> KubernetesAPIServer {
        // Every watch holds a connection.
        _ = try DescriptorLimit.raise()
        do {
            return try KubernetesAPIServer(
                configuration: Configuration(
                    host: "\(address.address)", port: Int(address.port), stateDirectory: stateDirectory,
                    version: Version.current),
                logger: logger)
        } catch let error as ServerFailure {
            throw CommandError("\(error)")
        }
    }
}
