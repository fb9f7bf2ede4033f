import FairwayControl
import FairwayCore
import FairwayKubernetes
import FairwayKubernetesServer
import FairwayNameServer
import FairwayNet
import FairwayNode
import Foundation
import Logging
import ServiceLifecycle

/// The roles that `up` runs beside its API, which they know only as clients.
struct UpRoles: ServiceLifecycle.Service {
    let server: KubernetesAPIServer
    let engine: any Engine
    let nameServer: AuthoritativeServer?
    let wishes: UpWishes
    /// Called once the engine forwards, and the name server answers, by what was there at the start, with the port of the
    /// API.
    let serving: @Sendable (Int) async throws -> Void

    /// There is one `up` on a state folder, and one that was killed is to go on at once when started again.
    private static let identity = "up"
    /// Nobody is expected to wait for this Lease, and each renewal is a write to the disk.
    private static let leaseTiming = LeaseTiming(
        duration: .seconds(60), renewDeadline: .seconds(40), retryPeriod: .seconds(15))

    func run() async throws {
        // Where it never listens, its own failure ends the group: to return before that would be taken for one of ours.
        guard let port = await server.port() else { return try await gracefulShutdown() }
        let client = try LocalCluster.client(kubeconfig: server.kubeconfigPath, logger: logger)
        do {
            try await run(with: client, port: port)
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    private var logger: Logger { wishes.logger }

    private func run(with client: KubernetesClient, port: Int) async throws {
        try await FairwayNamespace.make(FairwayNamespace.standard, with: client)
        let manifests = ManifestSync(paths: wishes.files, client: client, logger: logger)
        try await wishes.pool.apply(with: client)
        await manifests.synchronize()
        try await declareZones(with: client)

        let host = ProcessInfo.processInfo.hostName
        let controller = ElectedController(
            client: client, namespace: FairwayNamespace.standard, identity: Self.identity, instance: host,
            timing: Self.leaseTiming, logger: logger)
        let node = NodeAgent(
            node: NodeIdentity(name: host.lowercased(), hasUnnamedEndpoints: true),
            namespace: FairwayNamespace.standard, client: client, engine: engine, nameServer: nameServer,
            healthChecks: HealthCheckServer(address: .v4(IPv4Address(127, 0, 0, 1)), logger: logger), logger: logger)
        let announcement = Announcement {
            await node.firstApply()
            await node.firstZones()
        } telling: {
            try await serving(port)
        }
        try await ServiceGroup(services: [controller, node, manifests, announcement], logger: logger).run()
    }

    /// After the manifests: what stands in them is somebody's own.
    private func declareZones(with client: KubernetesClient) async throws {
        if let nameServer {
            try await wishes.zones.apply(
                reverse: wishes.pool.reverseZones, addresses: nameServer.reachableAddresses, with: client, logger)
        } else {
            try await ZoneFlag.withdraw(with: client, logger)
        }
    }
}

/// Tells once that something is there, then waits for the end.
private struct Announcement: ServiceLifecycle.Service {
    let wait: @Sendable () async -> Void
    let telling: @Sendable () async throws -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown { await wait() }
        if !Task.isShuttingDownGracefully { try await telling() }
        try await gracefulShutdown()
    }
}
