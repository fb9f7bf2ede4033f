import FairwayDNS
import FairwayKubernetes
import FairwayResources
import Logging
import ServiceLifecycle
import Synchronization

/// Has a name server answer what the API says. Runs beside the engine's part of the node, which does not wait for it.
///
/// `run()` returns on graceful shutdown; the name server goes on answering from what it has.
final class ZoneAgent: ServiceLifecycle.Service {
    /// There is one thing to do: to look at everything, and give the name server what has come of it.
    private enum Item: Hashable {
        case follow
    }

    /// How long the first table waits for the keys of transfers, which may be unreadable.
    private static let patience: Duration = .seconds(2)

    private let nameServer: any NameServer
    private let services: Reflector<FairwayKubernetes.Service>
    private let zones: Reflector<DNSZoneObject>
    private let namespaces: Reflector<Namespace>
    private let secrets: NamedObjects<Secret>
    private let logger: Logger
    private let queue = WorkQueue<Item>()
    private let pace = Mutex(Pace())
    private let applied = AsyncStream.makeStream(of: Void.self)
    private let complete = AsyncStream.makeStream(of: Void.self)

    /// `services` is kept up to date by somebody else.
    init(
        nameServer: any NameServer, client: KubernetesClient, services: Reflector<FairwayKubernetes.Service>,
        logger: Logger
    ) {
        self.nameServer = nameServer
        self.services = services
        self.logger = logger
        zones = Reflector(client: client, logger: logger)
        namespaces = Reflector(client: client, logger: logger)
        secrets = NamedObjects(client: client, logger: logger)
    }

    /// Waits until the name server has its first table. To be called by one task only; returns too when the task is
    /// cancelled.
    func firstApply() async {
        for await _ in applied.stream {}
    }

    /// The same until a table has all zones with their serials.
    func firstComplete() async {
        for await _ in complete.stream {}
    }

    func run() async throws {
        let parts: [any ServiceLifecycle.Service] = [zones, namespaces, secrets]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for part in parts {
                group.addTask { try await part.run() }
            }
            group.addTask {
                await cancelWhenGracefulShutdown { await self.followChanges() }
            }
            group.addTask { await self.work() }
            try await group.waitForAll()
        }
    }

    private func followChanges() async {
        await withTaskGroup { group in
            for stream in [services.changes(), zones.changes(), namespaces.changes(), secrets.changes()] {
                group.addTask {
                    for await _ in stream {
                        self.queue.add(.follow, after: self.pace.withLock { $0.delay(now: .now) })
                    }
                }
            }
        }
    }
}

// MARK: - Following

extension ZoneAgent {
    private func work() async {
        let progress = Progress(start: .now)
        await queue.run(workers: 1) { _ in await self.follow(progress) }
    }

    private func follow(_ progress: Progress) async -> WorkQueue<Item>.Result {
        guard let snapshot = snapshot() else { return .done }
        let begin = ContinuousClock.now
        if !snapshot.unreadSecrets.isEmpty, let rest = await progress.waitForSecrets(Self.patience, now: begin) {
            return .again(after: rest)
        }
        pace.withLock { $0.begin(now: begin) }
        let (table, problems) = await progress.next(snapshot)
        for problem in problems {
            logger.warning("A part of a zone is not served", metadata: ["problem": "\(problem)"])
        }
        if let table {
            await nameServer.apply(table)
            logger.debug(
                "Zones applied", metadata: ["zones": "\(table.zones.count)", "unready": "\(table.unready.count)"])
            applied.continuation.finish()
            if table.unready.isEmpty { complete.continuation.finish() }
        }
        pace.withLock { $0.end(now: .now) }
        return await progress.wait.map { .again(after: $0) } ?? .done
    }

    /// Everything as it is now; `nil` before everything has been read.
    private func snapshot() -> ServedZones.Snapshot? {
        let (services, zones, namespaces) = (services.snapshot, zones.snapshot, namespaces.snapshot)
        guard services.isSynced, zones.isSynced, namespaces.isSynced else { return nil }
        secrets.follow(ZoneTransfers.secrets(of: zones.values))
        let labels = Dictionary(namespaces.values.map { ($0.metadata.name ?? "", $0.metadata.labels) }) { $1 }
        let naming = NamingSnapshot(
            services: Array(services.values), zones: Array(zones.values), namespaceLabels: labels)
        return ServedZones.Snapshot(
            naming: naming, secrets: secrets.snapshot.objects, unreadSecrets: secrets.unread)
    }
}

/// What the agent's only worker keeps between one round and the next.
private actor Progress {
    private var zones = ServedZones()
    private let start: ContinuousClock.Instant

    init(start: ContinuousClock.Instant) {
        self.start = start
    }

    /// How long the first table is to wait still; `nil`: not any longer.
    func waitForSecrets(_ patience: Duration, now: ContinuousClock.Instant) -> Duration? {
        let rest = patience - (now - start)
        return zones.table == nil && rest > .zero ? rest : nil
    }

    /// The next table, where it is another one, and what is not served of it.
    func next(_ snapshot: ServedZones.Snapshot) -> (table: AuthorityTable?, problems: [String]) {
        let changes = zones.follow(snapshot, now: .now)
        return (changes.isTableNew ? zones.table : nil, changes.problems)
    }

    var wait: Duration? { zones.wait(now: .now) }
}
