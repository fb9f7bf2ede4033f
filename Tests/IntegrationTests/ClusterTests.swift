import Foundation
import Glibc
import Testing

/// `fairway controller` and `fairway node` as processes of their own.
///
/// One after another: in a cluster that they share, a Service waits for all nodes, and controllers of one Fairway take
/// back what those of another have given.
@Suite("Controllers and nodes of a cluster", .serialized)
struct ClusterTests {
    private static let ports = ["a:7401/TCP", "b:7401/UDP"]

    /// The one of two controllers that has begun to lead, and the other one.
    private func leader(
        of controllers: RunningProgram...
    ) async throws -> (leader: RunningProgram, candidate: RunningProgram) {
        try await eventually("one leads") {
            let leading = controllers.filter { leads($0) }
            guard leading.count == 1, let other = controllers.first(where: { !leads($0) }) else { return nil }
            return (leading[0], other)
        }
    }

    private func leads(_ controller: RunningProgram) -> Bool {
        let lines = controller.errors.split(separator: "\n")
        return lines.last { $0.contains("Lease is held") || $0.contains("Lease was lost") }?.contains("Lease is held")
            ?? false
    }

    @Test("a Service is served over TCP and UDP by a node that a controller of two tells where")
    func serves() async throws {
        let folder = try TemporaryFolder()
        try await withCluster(folder) { cluster in
            let node = cluster.namespace
            let backend = Place(ClusterTests.backendAddress(cluster), 7_401)
            try await cluster.withController { one in
                try await cluster.withController { other in
                    try await cluster.withNode(node) { _ in
                        _ = try await leader(of: one, other)
                        try await cluster.make("echo", ports: Self.ports)
                        try await cluster.kubectl(
                            "create", "-f", "-",
                            input: Manifest.endpoints("echo", address: backend.address, ports: Self.ports))
                        let address = try await cluster.address(of: "echo")
                        try await cluster.kubectl(
                            "wait", "--for=condition=fairway.dev/Programmed", "service/echo", "--timeout=30s")
                        let heartbeat = try await cluster.kubectl(
                            "get", "nodestate", node, "-o", "jsonpath={.status.heartbeat}")
                        let holder = try await cluster.kubectl(
                            "get", "lease", heartbeat, "-o", "jsonpath={.spec.holderIdentity}")
                        #expect(holder == node)
                        try await withBackends([("a", backend)]) { _ in
                            for kind in TestSocket.Kind.allCases {
                                try await eventually("\(kind) is forwarded") {
                                    try? Flow(kind, to: Place(address, 7_401)).backend() == "a" ? true : nil
                                }
                            }
                        }
                        try await cluster.kubectl("delete", "service", "echo", "--timeout=30s")
                    }
                }
            }
        }
    }

    @Test("a leader that is paused beyond its Lease and goes on gives no address twice, and steps down")
    func pausedLeader() async throws {
        let folder = try TemporaryFolder()
        try await withCluster(folder) { cluster in
            try await cluster.withController { one in
                try await cluster.withController { other in
                    let (leader, candidate) = try await leader(of: one, other)
                    try await cluster.make("before", ports: Self.ports)
                    let before = try await cluster.address(of: "before")

                    leader.send(SIGSTOP)
                    defer { leader.send(SIGCONT) }
                    for number in 1...5 { try await cluster.make("during\(number)", ports: Self.ports) }
                    for number in 1...5 { _ = try await cluster.address(of: "during\(number)") }
                    #expect(leads(candidate))
                    let during = try await cluster.assigned()

                    leader.send(SIGCONT)
                    var twice: Set<String> = []
                    try await eventually("the one that was paused steps down") {
                        let now = try await cluster.assigned()
                        let given = Dictionary(grouping: now.values, by: \.self).filter { $0.value.count > 1 }
                        #expect(twice.isDisjoint(with: given.keys), "given twice, and seen twice: \(given)")
                        twice = Set(given.keys)
                        return leads(leader) ? nil : true
                    }
                    try await cluster.make("after", ports: Self.ports)
                    _ = try await cluster.address(of: "after")
                    var after = try await cluster.assigned()
                    #expect(Set(after.values).count == 7)
                    after["after"] = nil
                    #expect(after == during)
                    #expect(after["before"] == before)
                    #expect(leads(candidate) && !leads(leader))
                }
            }
        }
    }

    @Test("a leader that is ended hands over at once")
    func handsOver() async throws {
        let folder = try TemporaryFolder()
        try await withCluster(folder) { cluster in
            try await cluster.withController { one in
                try await cluster.withController { other in
                    let (leader, candidate) = try await leader(of: one, other)
                    leader.send(SIGTERM)
                    // A candidate looks every 4.4 s at least; a Lease that was not given up would last 15 s.
                    try await eventually("the other one leads", seconds: 12) { leads(candidate) ? true : nil }
                    try await cluster.make("echo", ports: Self.ports)
                    _ = try await cluster.address(of: "echo")
                }
            }
        }
    }

    @Test("a node that was killed does not hold up the deletion of what it served")
    func killedNode() async throws {
        let folder = try TemporaryFolder()
        try await withCluster(folder) { cluster in
            try await cluster.withController { _ in
                try await cluster.withNode(cluster.namespace) { node in
                    try await cluster.make("echo", ports: Self.ports)
                    try await cluster.kubectl(
                        "wait", "--for=condition=fairway.dev/Programmed", "service/echo", "--timeout=30s")
                    node.send(SIGKILL)
                    try await eventually("the node is gone") { node.isRunning ? nil : true }
                    try await cluster.kubectl("delete", "service", "echo", "--timeout=90s")
                    // What needs no node to have followed is not held up either.
                    try await cluster.make("late", ports: Self.ports)
                    _ = try await cluster.address(of: "late")
                    try await eventually("the node is missed", seconds: 90) {
                        let reason = try await cluster.kubectl(
                            "get", "service", "late", "-o",
                            "jsonpath={.status.conditions[?(@.type==\"fairway.dev/Programmed\")].reason}")
                        return reason == "NoNodes" ? true : nil
                    }
                }
            }
        }
    }

    /// Where a test's backends are: Kubernetes refuses endpoints in 127/8, so in a real cluster this machine's address.
    private static func backendAddress(_ cluster: TestCluster) -> String {
        let isForeign = ProcessInfo.processInfo.environment["FAIRWAY_TEST_KUBECONFIG"]?.isEmpty == false
        return (isForeign ? localAddress() : nil) ?? cluster.addresses.address(1)
    }

    /// An IPv4 address of this machine outside of 127/8.
    private static func localAddress() -> String? {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return nil }
        defer { freeifaddrs(list) }
        for entry in sequence(first: list, next: { $0?.pointee.ifa_next }) {
            guard let address = entry?.pointee.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET) else {
                continue
            }
            var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let length = socklen_t(MemoryLayout<sockaddr_in>.size)
            guard getnameinfo(address, length, &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST) == 0 else {
                continue
            }
            let text = String(decoding: host.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            if !text.hasPrefix("127.") { return text }
        }
        return nil
    }
}
