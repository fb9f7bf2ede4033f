import FairwayKubernetes
import Foundation
import Logging

/// The Kubernetes API that a person's commands talk to.
enum LocalCluster {
    /// A client for the cluster of `KUBECONFIG` where it is set, else for the local `up`.
    static func client(stateDirectory: String?, config: String?) async throws -> KubernetesClient {
        let settings = try await Settings(file: config)
        let directory = settings.string("state-dir", flag: stateDirectory) ?? StateDirectory.standard
        let isSet = !(ProcessInfo.processInfo.environment["KUBECONFIG"] ?? "").isEmpty
        do {
            return try client(
                kubeconfig: isSet ? nil : directory + "/kubeconfig", retries: .once,
                logger: Logger(label: "fairway") { _ in SwiftLogNoOpLogHandler() })
        } catch let error as KubernetesConfigurationError {
            throw CommandError(
                "\(error); start `fairway up`, or name a cluster with KUBECONFIG", exitCode: .unavailable)
        }
    }

    /// A client by the file `kubeconfig`; where it is `nil`, by those that `KUBECONFIG` names.
    static func client(
        kubeconfig: String?, retries: RetryPolicy = .standard, logger: Logger
    ) throws -> KubernetesClient {
        try KubernetesClient(
            configuration: try Kubeconfig.load(path: kubeconfig).resolve(),
            userAgent: "fairway/\(Version.current)", retries: retries, logger: logger)
    }
}
