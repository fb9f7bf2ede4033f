import FairwayControl
import FairwayKubernetes
import FairwayKubernetesServer
import FairwayNet
import FairwayNode
import FairwayProxy
import Foundation
import Logging
import ServiceLifecycle

/// The roles that `up` runs beside its API, which they know only as clients.
struct UpRoles: ServiceLifecycle.Service {
    let server: KubernetesAPIServer
    /// Where the server listens.
    let address: IPAddress
    let pool: PoolFlag
    let files: [String]
    let logger: Logger

    /// There is one `up` on a state folder, and one that was killed is to go on at once when started again.
    private static let identity = "up"
    /// Nobody is expected to wait for this Lease, and each renewal is a write to the disk.
    private static let leaseTiming = LeaseTiming(
        duration: .seconds(60), renewDeadline: .seconds(40), retryPeriod: .seconds(15))

    func run() async throws {
        // Where it never listens, its own failure ends the group: to return before that would be taken for one of ours.
        guard let port = await server.port() else { return try await gracefulShutdown() }
        let client = try LocalCluster.client(kubeconfig: server.kubeconfigPath, logger: logger)
        let engine = try ProxyEngine()
        do {
            try await run(with: client, engine, port: port)
        } catch {
            await engine.close()
            try await client.shutdown()
            throw error
        }
        // Whoever is being served may finish; a second signal does not wait for that.
        await engine.close(grace: .seconds(5))
        try await client.shutdown()
    }

    private func run(with client: KubernetesClient, _ engine: ProxyEngine, port: Int) async throws {
        try await FairwayNamespace.make(FairwayNamespace.standard, with: client)
        let manifests = try ManifestSync(paths: files, client: client, logger: logger)
        try await pool.apply(with: client)
        await manifests.synchronize()

        let host = ProcessInfo.processInfo.hostName
        let controller = ElectedController(
            client: client, namespace: FairwayNamespace.standard, identity: Self.identity, instance: host,
            timing: Self.leaseTiming, logger: logger)
        let node = NodeAgent(
            node: NodeIdentity(name: host.lowercased(), hasUnnamedEndpoints: true),
            namespace: FairwayNamespace.standard, client: client, engine: engine,
            healthChecks: HealthCheckServer(address: .v4(IPv4Address(127, 0, 0, 1)), logger: logger), logger: logger)
        let readiness = Readiness {
            await node.firstApply()
        } announcing: {
            summarize(port: port)
        }
        try await ServiceGroup(services: [controller, node, manifests, readiness], logger: logger).run()
    }

    private func summarize(port: Int) {
        let text = """
            fairway \(Version.current) is up
              API        https://\(SocketAddress(address: address, port: UInt16(port))), for kubectl: export KUBECONFIG=\(server.kubeconfigPath.shellQuoted)
              addresses  \(pool.ranges.isEmpty ? PoolFlag.standardRange : pool.ranges.joined(separator: ", "))
              manifests  \(files.isEmpty ? "none (give files and folders with -f)" : files.joined(separator: ", "))

            """
        FileHandle.standardError.write(Data(text.utf8))
    }
}
