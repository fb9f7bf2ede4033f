import FairwayJSON
import FairwayKubernetes
import FairwayResources
import Logging
import ServiceLifecycle

/// An API that is written to, and watched for what comes of it.
struct ObservedCluster {
    private static let writers = 16

    private let client: KubernetesClient
    private let services: Reflector<FairwayKubernetes.Service>
    private let nodeStates: Reflector<NodeState>

    private init(kubeconfig: String) throws {
        let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        client = try KubernetesClient(
            configuration: try Kubeconfig.load(path: kubeconfig).resolve(), userAgent: "fairway-bench", logger: logger)
        services = Reflector(client: client, logger: logger)
        nodeStates = Reflector(client: client, logger: logger)
    }

    /// Observes an API while `body` runs.
    static func observing(kubeconfig: String, _ body: (ObservedCluster) async throws -> Void) async throws {
        let cluster = try ObservedCluster(kubeconfig: kubeconfig)
        let outcome: Result<Void, any Error>
        do {
            try await cluster.observing { try await body(cluster) }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        try await cluster.client.shutdown()
        try outcome.get()
    }

    /// Watches while `body` runs.
    private func observing(_ body: () async throws -> Void) async throws {
        let watching = Task { [services, nodeStates] in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await services.run() }
                group.addTask { try await nodeStates.run() }
                try await group.waitForAll()
            }
        }
        defer { watching.cancel() }
        try await body()
    }

    /// Applies everything, and gives how long it takes until all Services are programmed.
    func apply(_ workload: Workload) async throws -> Duration { try await apply(workload, 0..<workload.services) }

    /// Applies those of the Services that have these numbers, and gives how long it takes until all up to them are
    /// programmed.
    func apply(_ workload: Workload, _ numbers: Range<Int>) async throws -> Duration {
        try await measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<Self.writers {
                    group.addTask {
                        for number in stride(
                            from: numbers.lowerBound + writer, to: numbers.upperBound, by: Self.writers)
                        {
                            _ = try await client.apply(
                                workload.service(number), fieldManager: "bench", force: true)
                            _ = try await client.apply(
                                workload.slice(number, generation: 0), fieldManager: "bench", force: true)
                        }
                    }
                }
                try await group.waitForAll()
            }
            await wait(services) { snapshot in
                snapshot.values.count { $0.isProgrammed(with: Workload.firstPort) } == numbers.upperBound
            }
        }
    }

    /// Applies a Service with its EndpointSlice.
    /// - Returns: its address, once it is programmed.
    func apply(_ service: DynamicObject, _ slice: DynamicObject, key: ObjectKey) async throws -> String {
        _ = try await client.apply(service, fieldManager: "bench", force: true)
        _ = try await client.apply(slice, fieldManager: "bench", force: true)
        await wait(services) { snapshot in snapshot[key]?.isProgrammed == true }
        guard let address = services.snapshot[key]?.status?.loadBalancer?.ingress.first?.ip else {
            throw BenchError(description: "\(key) has no address though it is programmed")
        }
        return address
    }

    /// Applies a new Service, and gives how long it takes until its name is answered with an address.
    func name(_ number: Int, of workload: Workload, asking question: NameQuestion) async throws -> Duration {
        try await measure {
            _ = try await client.apply(workload.named(number), fieldManager: "bench", force: true)
            try question.waitForAddress(of: "named-\(number).\(Workload.namespace).fairway.test")
        }
    }

    /// Changes the port of a Service, and gives how long it takes until it is programmed so.
    func changePort(of workload: Workload, _ number: Int) async throws -> Duration {
        try await measure {
            let port = Workload.firstPort + 1 + number
            let _: FairwayKubernetes.Service = try await client.patch(
                FairwayKubernetes.Service.self, workload.name(number), in: Workload.namespace,
                with: .merge(["spec": ["ports": workload.ports(port)]]))
            await wait(services) { snapshot in
                snapshot[workload.key(number)]?.isProgrammed(with: port) == true
            }
        }
    }

    /// Changes the endpoints of a Service, and gives how long it takes until the node has acknowledged them.
    func changeEndpoints(of workload: Workload, _ number: Int) async throws -> Duration {
        let service = workload.key(number).description
        let before = endpointsVersion(of: service, in: nodeStates.snapshot)
        return try await measure {
            _ = try await client.apply(
                workload.slice(number, generation: number + 1), fieldManager: "bench", force: true)
            await wait(nodeStates) { endpointsVersion(of: service, in: $0) != before }
        }
    }

    /// Opens watches, changes something that all of them are told, and closes them; a hundred at a time.
    func churnWatches(_ count: Int, beside workload: Workload) async throws {
        for batch in stride(from: 0, to: count, by: 100) {
            let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
            let watchers = (0..<100).map { _ in
                Reflector<EndpointSlice>(
                    client: client, selection: Selection(fields: "metadata.name=\(workload.name(batch))"),
                    logger: logger)
            }
            let running = Task {
                await withTaskGroup { group in
                    for watcher in watchers { group.addTask { try? await watcher.run() } }
                }
            }
            let change = try await client.apply(
                workload.slice(batch, generation: batch + 7), fieldManager: "bench", force: true)
            for watcher in watchers {
                await wait(watcher) { snapshot in
                    snapshot[workload.key(batch)]?.metadata.resourceVersion == change.resourceVersion
                }
            }
            running.cancel()
            await running.value
        }
    }

    private func endpointsVersion(of service: String, in states: Snapshot<NodeState>) -> String? {
        states.values.lazy.flatMap { $0.status?.acknowledged ?? [] }.first { $0.service == service }?.endpointsVersion
    }

    private func wait<R: Resource>(_ reflector: Reflector<R>, _ condition: (Snapshot<R>) -> Bool) async {
        for await _ in reflector.changes() where condition(reflector.snapshot) { return }
    }

    private func measure(_ body: () async throws -> Void) async throws -> Duration {
        let start = ContinuousClock.now
        try await body()
        return ContinuousClock.now - start
    }
}

extension FairwayKubernetes.Service {
    /// Whether nodes serve the Service on a port. (Not every API server gives Services a generation.)
    fileprivate func isProgrammed(with port: Int) -> Bool {
        let ports = (status?.loadBalancer?.ingress ?? []).flatMap { $0.ports }
        return isProgrammed && !ports.isEmpty && ports.allSatisfy { $0.port == port }
    }

    fileprivate var isProgrammed: Bool {
        status?.conditions.contains { $0.type == "fairway.dev/Programmed" && $0.status == "True" } == true
    }
}
