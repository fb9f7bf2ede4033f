import Foundation
import Testing

/// A cluster's API, in which controllers and nodes of a test work side by side with nobody else's.
///
/// It is the one that `FAIRWAY_TEST_KUBECONFIG` names, where no Fairway may run, else a `fairway api` of the test's own.
struct TestCluster {
    var kubeconfig: String
    /// The test's own namespace: for its Services and for Fairway's Leases.
    var namespace: String
    var addresses: AddressBlock
    var folder: TemporaryFolder

    /// The class that the test's controllers serve, so that they leave alone what is not the test's.
    var loadBalancerClass: String { "fairway.dev/\(namespace)" }
    /// What a Service's spec needs to be the test's.
    var spec: String { "loadBalancerClass: \(loadBalancerClass)" }
    var annotations: [String: String] { ["fairway.dev/address-pool": namespace] }

    private var environment: [String: String] {
        ["KUBECONFIG": kubeconfig, "KUBECACHEDIR": folder.path("kubectl-cache")]
    }

    @discardableResult
    func kubectl(
        _ arguments: String..., input: String = "", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        try await output(
            of: ["kubectl", "-n", namespace] + arguments, environment: environment, input: input, seconds: 120,
            sourceLocation: sourceLocation)
    }

    /// Runs `scripts/NAME` against it.
    func script(_ name: String, _ arguments: String...) async throws -> Outcome {
        try await run(["\(Fairway.repository)/scripts/\(name)"] + arguments, environment: environment, seconds: 120)
    }

    func withController<Value: Sendable>(
        class name: String? = nil, classless: Bool = false, _ body: (RunningProgram) async throws -> Value
    ) async throws -> Value {
        try await withRole(
            ["controller", "--load-balancer-class", name ?? loadBalancerClass, "--classless", "\(classless)"], body)
    }

    /// Runs a node whose endpoints are those that name it.
    func withNode<Value: Sendable>(
        _ name: String, arguments: [String] = [], _ body: (RunningProgram) async throws -> Value
    ) async throws -> Value {
        try await withRole(["node", "--node-name", name] + arguments, body)
    }

    private func withRole<Value: Sendable>(
        _ arguments: [String], _ body: (RunningProgram) async throws -> Value
    ) async throws -> Value {
        let command = [Fairway.path] + arguments + ["--kubeconfig", kubeconfig, "--namespace", namespace]
        let (value, code) = try await withProgram(command, in: folder) { program in
            try await eventually("`\(arguments[0])` is ready") {
                guard program.isRunning else {
                    Issue.record("`\(arguments[0])` ended: \(program.errors)")
                    throw TimedOut(what: arguments[0])
                }
                return program.output == "ready\n" ? true : nil
            }
            return try await body(program)
        }
        #expect(code == 0 || code == 128 + SIGKILL, "`\(arguments[0])` ended with \(code)")
        return value
    }

    /// Makes a Service.
    func make(_ service: String, ports: [String]) async throws {
        try await kubectl(
            "create", "-f", "-",
            input: Manifest.service(service, ports: ports, annotations: annotations, spec: spec))
    }

    /// Waits until a Service has an address, and gives it.
    func address(of service: String) async throws -> String {
        try await eventually("\(service) has an address") {
            let text = try await kubectl(
                "get", "service", service, "-o", "jsonpath={.status.loadBalancer.ingress[0].ip}")
            return text.isEmpty ? nil : text
        }
    }

    /// The addresses of all of the test's Services by their names, as they are at one moment.
    func assigned() async throws -> [String: String] {
        let text = try await kubectl(
            "get", "services", "-o",
            "jsonpath={range .items[*]}{.metadata.name} {.status.loadBalancer.ingress[0].ip}{\"\\n\"}{end}")
        let rows = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        return Dictionary(uniqueKeysWithValues: rows.filter { $0.count == 2 }.map { ($0[0], $0[1]) })
    }
}

/// Runs `body` with a cluster, and takes everything away from it afterwards; `alone`: in any case with one of the test's
/// own.
func withCluster(
    _ folder: TemporaryFolder, alone: Bool = false, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (TestCluster) async throws -> Void
) async throws {
    let namespace = "fairway-test-" + UUID().uuidString.lowercased().prefix(8)
    if !alone, let kubeconfig = ProcessInfo.processInfo.environment["FAIRWAY_TEST_KUBECONFIG"], !kubeconfig.isEmpty {
        let cluster = TestCluster(
            kubeconfig: kubeconfig, namespace: namespace, addresses: AddressBlock(), folder: folder)
        // They stay: taking them away would take away what is not the test's.
        try await cluster.kubectl("apply", "--server-side", "-f", "\(Fairway.repository)/config/crd")
        try await cluster.prepared(body)
        return
    }
    let command = [Fairway.path, "api", "--listen", "127.0.0.1:0", "--state-dir", folder.path("state")]
    try await withProgram(command, in: folder) { program in
        try await eventually("the API is ready", sourceLocation: sourceLocation) {
            program.output == "ready\n" ? true : nil
        }
        let cluster = TestCluster(
            kubeconfig: folder.path("state/kubeconfig"), namespace: namespace, addresses: AddressBlock(),
            folder: folder)
        try await cluster.prepared(body)
    }
}

extension TestCluster {
    /// Runs `body` with a namespace and a pool.
    fileprivate func prepared(_ body: (TestCluster) async throws -> Void) async throws {
        try await kubectl("create", "namespace", namespace)
        let outcome: Result<Void, any Error>
        do {
            try await kubectl(
                "create", "-f", "-",
                input: """
                    apiVersion: fairway.dev/v1alpha1
                    kind: AddressPool
                    metadata: {name: \(namespace)}
                    spec: {addresses: ["\(addresses.pool)"]}
                    """)
            outcome = .success(try await body(self))
        } catch {
            outcome = .failure(error)
        }
        try await clean()
        try outcome.get()
    }

    /// Takes away what the test made, also where nobody is left to take finalizers off.
    private func clean() async throws {
        let services = try await kubectl("get", "services", "-o", "name").split(separator: "\n").map(String.init)
        for service in services {
            try await kubectl("patch", service, "--type=merge", "-p", #"{"metadata":{"finalizers":null}}"#)
        }
        let states = try await kubectl("get", "leases", "-o", "jsonpath={.items[*].spec.holderIdentity}")
        for state in states.split(separator: " ").map(String.init) where state.hasPrefix(namespace) {
            try await kubectl("delete", "nodestate", state, "--ignore-not-found")
        }
        try await kubectl("delete", "addresspool", namespace, "--ignore-not-found")
        try await kubectl("delete", "namespace", namespace)
    }
}
