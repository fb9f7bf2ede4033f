import Foundation
import Glibc
import Testing

/// The name server as a part of the program: where it listens, what it keeps, how it ends and begins.
@Suite("The name server of `up` and `node`")
struct NameServerTests {
    private let ports = ["echo:7611/TCP"]

    private func serial(_ server: Place) async throws -> UInt32 {
        let fields = try await Dig(server, "fairway.test", "SOA").answers.first?.split(separator: " ") ?? []
        return try #require(fields.count == 7 ? UInt32(fields[2]) : nil)
    }

    @Test(
        "after a stop and after a kill -9 it answers as before, and the serial only grows",
        arguments: [SIGTERM, SIGKILL])
    func restart(signal: Int32) async throws {
        let folder = try TemporaryFolder()
        let block = AddressBlock()
        let (address, before) = try await withUp(addresses: block, folder: folder) { up in
            let first = try await serial(up.nameServer)
            try await up.kubectl("apply", "-f", "-", input: Manifest.service("one", ports: ports))
            let address = try await up.address(of: "one")
            try await up.answers("one.default.fairway.test", "A", are: [address])
            let last = try await eventually("the serial has grown") {
                let now = try await serial(up.nameServer)
                return now > first ? now : nil
            }
            up.program.send(signal)
            try await eventually("`up` has ended") { up.program.isRunning ? nil : true }
            return (address, last)
        }.value
        try await withUp(addresses: block, folder: folder) { up in
            #expect(try await up.dig("one.default.fairway.test", "A").answers == [address])
            #expect(try await serial(up.nameServer) >= before)
            try await up.kubectl("delete", "service", "one", "--timeout=30s")
            try await eventually("the serial has grown") { try await serial(up.nameServer) > before ? true : nil }
        }
    }

    @Test("no question is lost or answered with an error while another program takes its place")
    func handover() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            try await up.kubectl("apply", "-f", "-", input: Manifest.service("one", ports: ports))
            let address = try await up.address(of: "one")
            try await up.answers("one.default.fairway.test", "A", are: [address])
            let questions = try Questions(for: "one.default.fairway.test", to: up.nameServer)
            defer { questions.stop() }
            var holder = up.program.pid
            defer { if holder != up.program.pid { kill(holder, SIGTERM) } }
            for round in 1...3 {
                let count = questions.tally.datagrams
                try await eventually("questions are answered in round \(round)") {
                    questions.tally.datagrams > count + 200 && questions.tally.connections > round * 20 ? true : nil
                }
                kill(holder, SIGUSR2)
                try await eventually("the new one is ready: \(up.program.errors)") {
                    up.program.output.split(separator: "\n").count { $0 == "ready" } > round ? true : nil
                }
                let text = try String(contentsOfFile: "\(up.stateDirectory)/lock", encoding: .utf8)
                holder = try #require(pid_t(text.trimmingCharacters(in: .newlines)))
            }
            try await eventually("the first one has ended") { up.program.isRunning ? nil : true }
            questions.stop()
            #expect(questions.tally.failures.isEmpty, "\(questions.tally.failures.prefix(5))")
            // What is answered can be changed still.
            try await up.kubectl("delete", "service", "one", "--timeout=30s")
            #expect(try await up.dig("one.default.fairway.test", "A").status == "NXDOMAIN")
        }
    }

    @Test("switched off, it listens nowhere, and the zones that it had are gone")
    func off() async throws {
        let folder = try TemporaryFolder()
        let block = AddressBlock()
        func zones(_ up: Up) async throws -> [String] {
            try await up.kubectl("get", "dnszones", "-o", "name").split(separator: "\n").map(String.init)
        }
        try await withUp(addresses: block, folder: folder) { up async throws in
            #expect(try await zones(up).contains("dnszone.fairway.dev/fairway.test"))
        }
        try await withUp(addresses: block, folder: folder, dns: "off") { up in
            #expect(try await zones(up).isEmpty)
            #expect(up.program.errors.contains("DNS        off"))
            #expect(throws: (any Error).self) { try TestSocket(.tcp, to: up.nameServer) }
            try await up.kubectl("apply", "-f", "-", input: Manifest.service("one", ports: ports))
            _ = try await up.address(of: "one")
        }
    }

    @Test("--zone declares zones, leaves those alone that others declare, and takes back only its own")
    func zoneFlag() async throws {
        let folder = try TemporaryFolder()
        let block = AddressBlock()
        try await withUp(["--zone", "lab.test", "--zone", "Own.test"], addresses: block, folder: folder) { up in
            for zone in ["lab.test", "own.test"] {
                #expect(try await up.dig("ns.\(zone)", "A").answers == [up.nameServer.address])
            }
            try await up.kubectl("delete", "dnszone", "own.test")
            try await up.kubectl(
                "apply", "-f", "-",
                input: """
                    apiVersion: fairway.dev/v1alpha1
                    kind: DNSZone
                    metadata: {name: mine}
                    spec:
                      zone: own.test
                      primary: {nameServers: [{name: ns1.own.test, addresses: ["192.0.2.53"]}]}
                    """)
        }
        try await withUp(["--zone", "own.test"], addresses: block, folder: folder) { up in
            #expect(up.program.errors.contains("DNSZone=mine"), "\(up.program.errors)")
            #expect(try await up.dig("own.test", "NS").answers == ["ns1.own.test."])
            #expect(try await up.dig("lab.test", "SOA").status == "REFUSED")
            let zones = try await up.kubectl("get", "dnszones", "-o", "jsonpath={.items[*].metadata.name}")
            #expect(zones.split(separator: " ").filter { !$0.hasSuffix(".arpa") } == ["mine"])
        }
    }

    @Test("an address that it cannot have is one sentence")
    func addressInUse() async throws {
        let folder = try TemporaryFolder()
        let place = Place(AddressBlock().address(53))
        for kind in TestSocket.Kind.allCases {
            let socket = try TestSocket(kind, at: place)
            let address = Place(place.address, try socket.port).text
            let outcome = try await run(
                [Fairway.path, "up", "--state-dir", folder.path("state"), "--api", "127.0.0.1:0", "--dns", address],
                seconds: 30)
            #expect(outcome.code == 1 && outcome.output.isEmpty, "\(outcome)")
            #expect(outcome.errors.contains("DNS cannot be answered at \(address)"), "\(outcome)")
            #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
        }
    }

    @Test("port 53 is not an ordinary user's, which is one sentence", .needsRoot)
    func notPermitted() async throws {
        let folder = try TemporaryFolder()
        try folder.giveToNobody(with: Fairway.path)
        let outcome = try await run(
            [
                "setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", folder.path("fairway"), "up",
                "--state-dir",
                folder.path("state"), "--api", "127.0.0.1:0", "--dns", "\(AddressBlock().address(53)):53",
            ], seconds: 30)
        #expect(outcome.code == 77 && outcome.output.isEmpty, "\(outcome)")
        #expect(outcome.errors.contains("may not bind port 53"), "\(outcome)")
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
    }

    @Test("a node answers at several addresses, and goes on while the API is away")
    func node() async throws {
        let folder = try TemporaryFolder()
        try await withCluster(folder) { cluster in
            let zone = "\(cluster.namespace).test"
            try await cluster.kubectl(
                "apply", "-f", "-",
                input: """
                    apiVersion: fairway.dev/v1alpha1
                    kind: DNSZone
                    metadata: {name: \(zone)}
                    spec:
                      zone: \(zone)
                      primary: {nameServers: [{name: ns.\(zone), addresses: ["192.0.2.53"]}]}
                    """)
            let servers = [53, 54].map { Place(cluster.addresses.address($0), 1_053) }
            let dns = servers.flatMap { ["--dns", $0.text] }
            try await cluster.withController { _ in
                try await cluster.withNode(cluster.namespace, arguments: dns) { node in
                    try await cluster.make("echo", ports: ports)
                    let address = try await cluster.address(of: "echo")
                    let name = "echo.\(cluster.namespace).\(zone)"
                    for server in servers {
                        try await eventually("the name is answered at \(server.text)") {
                            try await Dig(server, name, "A").answers == [address] ? true : nil
                        }
                    }
                    try await cluster.kubectl("delete", "service", "echo", "--timeout=30s")
                    #expect(try await Dig(servers[0], name, "A").status == "NXDOMAIN")
                }
            }
            try await cluster.kubectl("delete", "dnszone", zone)
        }
    }

    @Test("a node whose API has gone answers from what it had")
    func apiAway() async throws {
        let folder = try TemporaryFolder()
        let block = AddressBlock()
        let (server, environment) = (Place(block.address(53), 1_053), ["KUBECONFIG": folder.path("state/kubeconfig")])
        let client = ["--kubeconfig", folder.path("state/kubeconfig")]
        func ready(_ program: RunningProgram) async throws {
            try await eventually("it is ready: \(program.errors)") { program.output == "ready\n" ? true : nil }
        }
        func withRole(_ arguments: [String], _ body: (RunningProgram) async throws -> Void) async throws {
            try await withProgram([Fairway.path] + arguments, in: folder) { program in
                try await ready(program)
                try await body(program)
            }
        }
        try await withRole(["api", "--listen", "127.0.0.1:0", "--state-dir", folder.path("state")]) { api in
            try await output(
                of: ["kubectl", "apply", "-f", "-"], environment: environment,
                input: """
                    apiVersion: fairway.dev/v1alpha1
                    kind: DNSZone
                    metadata: {name: away}
                    spec: {zone: away.test, primary: {nameServers: [{name: ns.away.test, addresses: ["192.0.2.53"]}]}}
                    """)
            try await withRole(["controller"] + client) { _ in
                try await withRole(["node", "--node-name", "away", "--dns", server.text] + client) { _ in
                    try await eventually("the zone is answered for") {
                        try await Dig(server, "ns.away.test", "A").answers == ["192.0.2.53"] ? true : nil
                    }
                    api.send(SIGTERM)
                    try await eventually("the API has ended") { api.isRunning ? nil : true }
                    for _ in 1...20 {
                        #expect(try await Dig(server, "ns.away.test", "A").answers == ["192.0.2.53"])
                    }
                }
            }
        }
    }
}
