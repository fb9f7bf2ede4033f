import FairwayJSON
import Foundation
import Testing

/// `kubectl get` and its relatives, against the program.
struct KubectlGetTests {
    private let ports = ["echo-tcp:12345/TCP", "echo-udp:12345/UDP"]

    /// The cells of a table's lines; kubectl puts at least three blanks between columns.
    private func rows(_ table: String) -> [[String]] {
        table.split(separator: "\n").map { line in
            line.components(separatedBy: "   ").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        }
    }

    @Test("tables have the columns that people know")
    func tables() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            try await up.kubectl(
                "create", "-f", "-", input: Manifest.service("echo", ports: ports, spec: "selector: {app: echo}"))
            let address = try await up.address(of: "echo")

            let narrow = rows(try await up.kubectl("get", "svc", "echo"))
            #expect(narrow[0] == ["NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE"])
            #expect(narrow[1].dropLast() == ["echo", "LoadBalancer", "<none>", address, "12345/TCP,12345/UDP"])
            #expect(rows(try await up.kubectl("get", "services", "-o", "wide"))[0].last == "SELECTOR")
            #expect(rows(try await up.kubectl("get", "services", "-o", "wide"))[1].last == "app=echo")
            let all = rows(try await up.kubectl("get", "svc", "-A"))
            #expect(all[0].first == "NAMESPACE" && all[1].first == "default")

            let pools = rows(try await up.kubectl("get", "addresspools,nodestates"))
            #expect(pools[0] == ["NAME", "AUTO ASSIGN", "AVOID BUGGY IPS", "ADDRESSES", "AGE"])
            #expect(
                pools[1].dropLast() == [
                    "addresspool.fairway.dev/default", "true", "false", "[\"\(up.addresses.pool)\"]",
                ])
            #expect(pools[2] == ["NAME", "ENGINE", "AGE"])
            #expect(pools[3].dropFirst().dropLast() == ["proxy"])

            try await up.kubectl(
                "create", "-f", "-",
                input: Manifest.endpoints("echo", address: up.addresses.address(1), ports: ports))
            let slices = rows(try await up.kubectl("get", "endpointslices"))
            #expect(slices[0] == ["NAME", "ADDRESSTYPE", "PORTS", "ENDPOINTS", "AGE"])
            #expect(slices[1].dropLast() == ["echo-1", "IPv4", "12345,12345", up.addresses.address(1)])
        }
    }

    @Test("objects print as JSON, YAML, by JSONPath and by name")
    func objects() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            try await up.kubectl("create", "-f", "-", input: Manifest.service("echo", ports: ports))
            let address = try await up.address(of: "echo")

            let json = try JSONValue(parsing: Data(try await up.kubectl("get", "svc", "echo", "-o", "json").utf8))
            #expect(json["kind"] == "Service" && json["apiVersion"] == "v1")
            #expect(json["metadata"]?["managedFields"] == nil)
            #expect(
                json["status"]?["loadBalancer"]
                    == [
                        "ingress": [
                            [
                                "ip": .string(address), "ipMode": "Proxy",
                                "ports": [
                                    ["port": 12345, "protocol": "TCP"], ["port": 12345, "protocol": "UDP"],
                                ],
                            ]
                        ]
                    ])
            let list = try JSONValue(parsing: Data(try await up.kubectl("get", "svc", "-o", "json").utf8))
            #expect(list["kind"] == "List" && list["items"]?.array?.count == 1)

            let yaml = try await up.kubectl("get", "svc", "echo", "-o", "yaml")
            #expect(yaml.hasPrefix("apiVersion: v1\nkind: Service\nmetadata:\n"))
            #expect(!yaml.contains("managedFields"))
            #expect(
                try await up.kubectl("get", "svc", "echo", "-o", "yaml", "--show-managed-fields")
                    .contains("  managedFields:\n"))
            #expect(try await up.kubectl("get", "svc", "echo", "-o", "name") == "service/echo")
            #expect(
                try await up.kubectl("get", "svc", "-o", "jsonpath={.items[*].spec.ports[*].protocol}") == "TCP UDP")
            #expect(
                try await up.kubectl("get", "svc", "--no-headers", "-o", "custom-columns=N:.metadata.name") == "echo")
        }
    }

    @Test("labels, fields and namespaces select")
    func selection() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            try await up.kubectl(
                "create", "-f", "-",
                input: """
                    ---
                    {apiVersion: v1, kind: Namespace, metadata: {name: edge}}
                    \(Manifest.service("one", ports: ["a:1001/TCP"], labels: "tier: edge, app: one"))
                    \(Manifest.service("two", ports: ["a:1002/TCP"], labels: "tier: core, app: two"))
                    """)
            try await up.kubectl(
                "create", "-n", "edge", "-f", "-", input: Manifest.service("one", ports: ["a:1003/TCP"]))

            let cases: [([String], String)] = [
                (["-l", "tier=edge"], "service/one"), (["-l", "tier!=edge"], "service/two"),
                (["-l", "tier in (edge, core),app=two"], "service/two"), (["-l", "!tier"], ""),
                (["--field-selector", "metadata.name=two"], "service/two"),
                (["--field-selector", "metadata.name!=two"], "service/one"),
                (["--field-selector", "spec.type=ClusterIP"], ""),
                (["-n", "edge"], "service/one"), (["-n", "nosuch"], ""),
                (["-A", "--field-selector", "metadata.namespace=edge"], "service/one"),
                (["-A"], "service/one\nservice/two\nservice/one"), (["--chunk-size=1"], "service/one\nservice/two"),
            ]
            for (arguments, expected) in cases {
                let names = try await output(
                    of: ["kubectl", "get", "svc", "-o", "name"] + arguments, environment: up.environment)
                #expect(names == expected, "\(arguments)")
            }
            let missing = try await up.tryKubectl("get", "svc", "nosuch")
            #expect(missing.code == 1)
            #expect(missing.errors == "Error from server (NotFound): services \"nosuch\" not found\n")
        }
    }

    @Test("a watch shows the address coming, a change, and the end")
    func watch() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            // Once it is shown, the watch is on.
            try await up.kubectl("create", "-f", "-", input: Manifest.service("before", ports: ["a:80/TCP"]))
            let columns = "custom-columns=TYPE:.type,NAME:.object.metadata.name"
            try await withProgram(
                ["kubectl", "get", "svc", "-w", "--output-watch-events", "-o", columns], environment: up.environment,
                in: folder
            ) { events in
                try await withProgram(
                    ["kubectl", "get", "svc", "-w"], environment: up.environment, in: folder
                ) { table in
                    try await eventually("both watch") {
                        events.output.contains("before") && table.output.contains("before") ? true : nil
                    }
                    try await up.kubectl("create", "-f", "-", input: Manifest.service("echo", ports: ports))
                    let address = try await up.address(of: "echo")
                    try await eventually("the watch shows the address") { table.output.contains(address) ? true : nil }
                    let lines = table.output.split(separator: "\n").filter { $0.hasPrefix("echo ") }
                    #expect(lines.first?.contains(" <pending> ") ?? false, "\(table.output)")
                    #expect(lines.last?.contains(" \(address) ") ?? false, "\(table.output)")

                    try await up.kubectl("delete", "svc", "echo")
                    try await eventually("the watch shows the end") { events.output.contains("DELETED") ? true : nil }
                    let types = events.output.split(separator: "\n").filter { $0.hasSuffix(" echo") }
                        .compactMap { $0.split(separator: " ").first }
                    #expect(types.first == "ADDED" && types.last == "DELETED", "\(events.output)")
                    #expect(types.dropFirst().dropLast().allSatisfy { $0 == "MODIFIED" }, "\(events.output)")
                }
            }
        }
    }

    @Test("Events tell of the address in describe, events and get events, in the order in which they happened")
    func events() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            try await up.kubectl("create", "-f", "-", input: Manifest.service("echo", ports: ports))
            let address = try await up.address(of: "echo")
            let expected = ["EnsuringLoadBalancer", "AddressAssigned", "EnsuredLoadBalancer"]
            try await eventually("the Events are written") {
                try await up.kubectl("get", "events", "-o", "name").split(separator: "\n").count >= 3 ? true : nil
            }

            let described = try await up.kubectl("describe", "svc", "echo")
            #expect(described.contains("LoadBalancer Ingress:     \(address)"))
            #expect(described.contains("Port:                     echo-udp  12345/UDP\n"))
            let commands = [
                described, try await up.kubectl("events", "--for", "svc/echo"),
                try await up.kubectl("get", "events", "--field-selector", "involvedObject.name=echo"),
                try await up.kubectl("get", "events", "--field-selector", "involvedObject.kind=Service"),
                try await up.kubectl("get", "events.events.k8s.io", "--field-selector", "regarding.name=echo"),
            ]
            for text in commands {
                let reasons = text.split(whereSeparator: \.isWhitespace).map(String.init).filter(expected.contains)
                #expect(reasons == expected, "\(text)")
                #expect(text.contains("Ensured load balancer"))
            }
            let source = try await up.kubectl("get", "events", "-o", "jsonpath={.items[0].reportingComponent}")
            #expect(source == "fairway.dev/controller")
            #expect(
                try await up.kubectl("get", "events", "--field-selector", "involvedObject.name=nosuch", "-o", "name")
                    .isEmpty)
        }
    }
}
