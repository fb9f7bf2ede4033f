import ArgumentParser
import FairwayKubernetes
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// The flags of the commands that work for a cluster.
struct ClusterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            How to reach the cluster (default: the files of KUBECONFIG, else the pod's service account, else \
            ~/.kube/config).
            """, valueName: "path"))
    var kubeconfig: String?

    @Option(
        help: ArgumentHelp(
            "The namespace of Fairway's own objects (default: \(FairwayNamespace.standard)).", valueName: "name"))
    var namespace: String?

    func namespace(_ settings: Settings) -> String {
        settings.string("namespace", flag: namespace) ?? FairwayNamespace.standard
    }

    /// Runs services that need the cluster until a signal ends them.
    func run(
        _ settings: Settings, _ logger: Logger, _ services: (KubernetesClient) throws -> [any ServiceLifecycle.Service]
    ) async throws {
        let client = try client(settings, logger)
        do {
            try await join(with: client, namespace(settings))
            try await ServiceGroup(
                services: [SecondSignal(), NoHandover(logger: logger)] + services(client),
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            ).runUntilStopped()
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    private func client(_ settings: Settings, _ logger: Logger) throws -> KubernetesClient {
        do {
            return try KubernetesClient(
                configuration: try .load(kubeconfig: settings.string("kubeconfig", flag: kubeconfig)),
                userAgent: "fairway/\(Version.current)", logger: logger)
        } catch let error as KubernetesConfigurationError {
            throw CommandError(
                "\(error); name the cluster with --kubeconfig or KUBECONFIG", exitCode: .unavailable)
        }
    }

    private func join(with client: KubernetesClient, _ namespace: String) async throws {
        do {
            try await FairwayNamespace.make(namespace, with: client)
        } catch let error as KubernetesError {
            throw CommandError(
                "\(error); see that the API server is there and the kubeconfig is right",
                exitCode: error.isUnanswered ? .unavailable : error.isUnauthorized ? .notPermitted : .failure)
        }
    }
}
