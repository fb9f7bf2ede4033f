import Foundation
import Glibc
import Testing

/// `scripts/uninstall`, always on an API of the test's own: it takes away what is everybody's.
@Suite("Taking Fairway out of a cluster")
struct UninstallTests {
    private static let ports = ["a:7451/TCP", "b:7451/UDP"]

    private func manifest(_ name: String, class: String? = nil, finalizers: [String] = []) -> String {
        Manifest.service(name, ports: Self.ports, spec: `class`.map { "loadBalancerClass: \($0)" } ?? "")
            .replacingOccurrences(
                of: "  name: \(name)\n",
                with: "  name: \(name)\n  finalizers: [\(finalizers.joined(separator: ", "))]\n")
    }

    @Test("no Service stays stuck, nothing of Fairway's is left, and what is others' stays")
    func uninstalls() async throws {
        let folder = try TemporaryFolder()
        let core = "service.kubernetes.io/load-balancer-cleanup"
        try await withCluster(folder, alone: true) { cluster in
            try await cluster.withController(class: "fairway.dev/fairway", classless: true) { controller in
                try await cluster.withNode(cluster.namespace) { _ in
                    // The second of two that want the same port on one address has a condition, and a finalizer of its own.
                    let services = [
                        manifest("plain"), manifest("leaving"),
                        manifest("classed", class: "fairway.dev/fairway", finalizers: [core]),
                        manifest("foreign", class: "example.com/other", finalizers: [core]),
                        Manifest.service(
                            "refused", ports: Self.ports, annotations: ["fairway.dev/addresses": "192.0.2.1"]),
                    ]
                    try await cluster.kubectl("create", "-f", "-", input: services.joined())
                    for name in ["plain", "leaving", "classed"] {
                        try await cluster.kubectl(
                            "wait", "--for=condition=fairway.dev/Programmed", "service/\(name)", "--timeout=30s")
                    }
                    try await cluster.kubectl(
                        "wait", "--for=condition=fairway.dev/AddressAssigned=False", "service/refused", "--timeout=30s")
                    let early = try await cluster.script("uninstall", "--namespace", cluster.namespace)
                    #expect(early.code == 1 && early.errors.contains("still runs"), "\(early)")
                    // As after an accident: nobody is left to take anything back.
                    controller.send(SIGKILL)
                    try await eventually("the controller is gone") { controller.isRunning ? nil : true }
                    try await cluster.kubectl("delete", "service", "leaving", "--wait=false")
                }
            }
            for _ in 1...2 {
                let outcome = try await cluster.script("uninstall", "--namespace", cluster.namespace)
                #expect(outcome.code == 0, "\(outcome)")
            }
            let rest = try await cluster.kubectl(
                "get", "services", "-o",
                "jsonpath={range .items[*]}{.metadata.name} {.metadata.finalizers} {.status.loadBalancer} "
                    + "{.status.conditions}{\"\\n\"}{end}")
            let lines = rest.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            #expect(lines.map(\.first) == ["classed", "foreign", "plain", "refused"])
            #expect(!rest.contains("fairway.dev/") && !rest.contains("127."), "\(rest)")
            for line in lines {
                #expect(line.contains { $0.contains(core) } == ["classed", "foreign"].contains(line[0]), "\(line)")
            }
            for kind in ["addresspools", "nodestates", "leases"] {
                #expect(try await cluster.kubectl("get", kind, "-o", "name").isEmpty, "\(kind)")
            }
            try await cluster.kubectl("delete", "service", "plain", "refused", "--timeout=10s")
        }
    }
}
