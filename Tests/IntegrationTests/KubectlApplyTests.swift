import Testing

/// Server-side and client-side apply, with kubectl against the program.
struct KubectlApplyTests {
    private let ports = ["echo-tcp:12345/TCP", "echo-udp:12345/UDP"]
    private let targeted = ["echo-tcp:12345/TCP>9999", "echo-udp:12345/UDP>9998"]
    private let targets = "jsonpath={range .spec.ports[*]}{.protocol}:{.targetPort} {end}"

    @Test("server-side apply creates, changes nothing, changes a port, and takes one away")
    func serverSideApply() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            func apply(_ ports: [String]) async throws -> String {
                try await up.kubectl("apply", "--server-side", "-f", "-", input: Manifest.service("echo", ports: ports))
            }
            #expect(try await apply(ports) == "service/echo serverside-applied")
            #expect(try await up.address(of: "echo") == up.addresses.address(64))
            let version = try await up.kubectl("get", "svc", "echo", "-o", "jsonpath={.metadata.resourceVersion}")
            _ = try await apply(ports)
            #expect(
                try await up.kubectl("get", "svc", "echo", "-o", "jsonpath={.metadata.resourceVersion}") == version,
                "the same again writes nothing")
            _ = try await apply(targeted)
            #expect(try await up.kubectl("get", "svc", "echo", "-o", targets) == "TCP:9999 UDP:9998 ")
            _ = try await apply(["echo-tcp:12345/TCP>9999", "extra:8080/TCP"])
            #expect(try await up.kubectl("get", "svc", "echo", "-o", targets) == "TCP:9999 TCP:8080 ")
            #expect(try await up.address(of: "echo") == up.addresses.address(64), "its address stays")
        }
    }

    @Test("what another manager set is a conflict, in the API server's words, until it is forced")
    func conflicts() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            let wanted = Manifest.service("echo", ports: targeted)
            try await up.kubectl("create", "-f", "-", input: Manifest.service("echo", ports: ports))
            #expect(
                try await up.kubectl(
                    "apply", "--server-side", "-f", "-", input: Manifest.service("echo", ports: ports))
                    == "service/echo serverside-applied", "values that agree are shared")

            let refused = try await up.tryKubectl("apply", "--server-side", "-f", "-", input: wanted)
            #expect(refused.code == 1)
            #expect(
                refused.errors.hasPrefix(
                    """
                    error: Apply failed with 2 conflicts: conflicts with "kubectl-create" using v1:
                    - .spec.ports[port=12345,protocol="TCP"].targetPort
                    - .spec.ports[port=12345,protocol="UDP"].targetPort
                    """), "\(refused)")
            #expect(try await up.kubectl("get", "svc", "echo", "-o", targets) == "TCP:12345 UDP:12345 ")

            try await up.kubectl("apply", "--server-side", "--force-conflicts", "-f", "-", input: wanted)
            #expect(try await up.kubectl("get", "svc", "echo", "-o", targets) == "TCP:9999 UDP:9998 ")
        }
    }

    @Test("two appliers: the other's field is a conflict, and forcing takes it over")
    func twoAppliers() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            try await up.kubectl("apply", "--server-side", "-f", "-", input: Manifest.service("echo", ports: ports))
            let other = Manifest.service("echo", ports: ["renamed:12345/TCP"])
            let refused = try await up.tryKubectl(
                "apply", "--server-side", "--field-manager=other", "-f", "-", input: other)
            #expect(
                refused.errors.contains(
                    #"conflict with "kubectl": .spec.ports[port=12345,protocol="TCP"].name"#), "\(refused)")
            try await up.kubectl(
                "apply", "--server-side", "--field-manager=other", "--force-conflicts", "-f", "-", input: other)
            #expect(
                try await up.kubectl("get", "svc", "echo", "-o", "jsonpath={.spec.ports[*].name}")
                    == "renamed echo-udp")
            let managers = try await up.kubectl(
                "get", "svc", "echo", "--show-managed-fields", "-o",
                "jsonpath={range .metadata.managedFields[*]}{.manager}/{.operation}/{.subresource} {end}")
            for manager in ["kubectl/Apply/", "other/Apply/", "fairway/Update/status"] {
                #expect(managers.split(separator: " ").contains { $0 == manager }, "\(manager) in \(managers)")
            }
        }
    }

    @Test("what was applied client-side can be applied server-side, changed and all")
    func migration() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            let single = ["echo-tcp:12345/TCP"]
            #expect(
                try await up.kubectl("apply", "-f", "-", input: Manifest.service("echo", ports: single))
                    == "service/echo created")
            #expect(
                try await up.kubectl("apply", "-f", "-", input: Manifest.service("echo", ports: single))
                    == "service/echo unchanged")
            #expect(
                try await up.kubectl(
                    "apply", "-f", "-", input: Manifest.service("echo", ports: ["echo-tcp:12345/TCP>1"]))
                    == "service/echo configured")
            #expect(try await up.kubectl("get", "svc", "echo", "-o", targets) == "TCP:1 ")
            // kubectl's own fields, set by client-side apply, are no conflict for the same kubectl.
            try await up.kubectl("apply", "--server-side", "-f", "-", input: Manifest.service("echo", ports: targeted))
            #expect(try await up.kubectl("get", "svc", "echo", "-o", targets) == "TCP:9999 UDP:9998 ")
            // Its ownership has moved with it: what is left out now, goes.
            try await up.kubectl("apply", "--server-side", "-f", "-", input: Manifest.service("echo", ports: single))
            #expect(try await up.kubectl("get", "svc", "echo", "-o", targets) == "TCP:12345 ")
        }
    }

    @Test("a dry run and a diff tell what would be, and change nothing")
    func dryRunAndDiff() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            let (same, changed) = (Manifest.service("echo", ports: ports), Manifest.service("echo", ports: targeted))
            #expect(
                try await up.kubectl("create", "--dry-run=server", "-f", "-", input: same)
                    == "service/echo created (server dry run)")
            #expect(try await up.kubectl("get", "svc", "-o", "name").isEmpty)

            try await up.kubectl("apply", "--server-side", "-f", "-", input: same)
            _ = try await up.address(of: "echo")
            #expect(
                try await up.kubectl("apply", "--server-side", "--dry-run=server", "-f", "-", input: changed)
                    == "service/echo serverside-applied (server dry run)")
            #expect(try await up.kubectl("get", "svc", "echo", "-o", targets) == "TCP:12345 UDP:12345 ")

            let none = try await up.tryKubectl("diff", "--server-side", "-f", "-", input: same)
            #expect(none.code == 0, "\(none)")
            let some = try await up.tryKubectl("diff", "--server-side", "-f", "-", input: changed)
            #expect(some.code == 1)
            let lines = some.output.split(separator: "\n").filter { $0.hasPrefix("+ ") || $0.hasPrefix("- ") }
            #expect(lines.allSatisfy { $0.contains("targetPort") }, "\(some)")
            #expect(lines.contains { $0.hasPrefix("+ ") && $0.hasSuffix("targetPort: 9999") }, "\(some)")
        }
    }
}
