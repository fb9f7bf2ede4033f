import FairwayJSON
import Foundation
import Glibc
import Testing

/// `fairway up` as a program: how it starts, tells, is configured and ends.
struct ProgramUpTests {
    private func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    /// Runs `up` with nothing but what the test gives it, until it is ready.
    private func withReady(
        _ arguments: [String], environment: [String: String], folder: TemporaryFolder,
        _ body: (RunningProgram) async throws -> Void
    ) async throws -> Int32 {
        try await withProgram([Fairway.path, "up"] + arguments, environment: environment, in: folder) { program in
            try await eventually("`up` is ready: \(program.errors)", seconds: 30) {
                program.output == "ready\n" ? true : nil
            }
            try await body(program)
        }.code
    }

    @Test("only its user may read what it keeps, and SIGTERM and SIGINT end it with 0", arguments: [SIGTERM, SIGINT])
    func startAndEnd(signal: Int32) async throws {
        let folder = try TemporaryFolder()
        let code = try await withUp(folder: folder) { up in
            #expect(try permissions(up.stateDirectory) == 0o700)
            for name in try FileManager.default.contentsOfDirectory(atPath: up.stateDirectory) {
                #expect(try permissions("\(up.stateDirectory)/\(name)") == 0o600, "\(name)")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: up.stateDirectory).contains("fairway.db"))
            #expect(up.program.output == "ready\n")
            for text in [
                "https://127.0.0.1:", up.kubeconfig, up.addresses.pool, "\(up.nameServer.text) for fairway.test",
            ] {
                #expect(up.program.errors.contains(text), "\(up.program.errors)")
            }
            try await up.kubectl("create", "-f", "-", input: Manifest.service("echo", ports: ["a:12345/TCP"]))
            _ = try await up.address(of: "echo")
            // A client that watches does not hold it up.
            try await withProgram(["kubectl", "get", "svc", "-w"], environment: up.environment, in: folder) { watch in
                try await eventually("the watch runs") { watch.output.contains("echo") ? true : nil }
                up.program.send(signal)
                try await eventually("`up` ends", seconds: 9) { up.program.isRunning ? nil : true }
            }
        }.code
        #expect(code == 0)
    }

    @Test("systemd is told through NOTIFY_SOCKET")
    func notification() async throws {
        let folder = try TemporaryFolder()
        let socket = folder.path("notify")
        try await withProgram(["socat", "-u", "UNIX-RECV:\(socket)", "STDOUT"], in: folder) { manager in
            try await eventually("the manager listens") { FileManager.default.fileExists(atPath: socket) ? true : nil }
            let code = try await withReady(
                [
                    "--state-dir", folder.path("state"), "--api", "127.0.0.1:0", "--dns", "off", "--pool",
                    AddressBlock().pool,
                ],
                environment: ["NOTIFY_SOCKET": socket], folder: folder
            ) { _ in
                _ = try await eventually("READY=1 arrives") { manager.output.contains("READY=1") ? true : nil }
            }
            #expect(code == 0)
            try await eventually("STOPPING=1 arrives") { manager.output.contains("STOPPING=1") ? true : nil }
        }
    }

    @Test("a flag counts more than the environment, that more than the configuration file")
    func settings() async throws {
        let folder = try TemporaryFolder()
        let (one, two, three) = (AddressBlock(), AddressBlock(), AddressBlock())
        let manifest = try folder.file("echo.yaml", Manifest.service("echo", ports: ["a:12345/TCP"]))
        let config = try folder.file(
            "fairway.yaml",
            """
            api: 127.0.0.1:0
            dns: "\(one.address(53)):1053"
            zone: [lab.test, other.test]
            state-dir: \(folder.path("from-file"))
            pool: [\(one.pool), \(one.address(40))/32]
            log-level: warning
            files: [\(manifest)]
            """)
        func pool(_ state: String) async throws -> String {
            try await output(
                of: ["kubectl", "get", "addresspool", "default", "-o", "jsonpath={.spec.addresses}"],
                environment: ["KUBECONFIG": folder.path(state) + "/kubeconfig", "KUBECACHEDIR": folder.path("cache")])
        }
        _ = try await withReady(["--config", config], environment: [:], folder: folder) { program in
            #expect(try await pool("from-file") == #"["\#(one.pool)","\#(one.address(40))/32"]"#)
            #expect(!program.errors.contains(" info "), "\(program.errors)")
            let services = try await output(of: [Fairway.path, "get", "services", "--config", config])
            #expect(services.contains("echo"))
            let server = Place(one.address(53), 1_053)
            #expect(try await Dig(server, "ns.lab.test", "A").answers == [server.address])
            #expect(try await Dig(server, "ns.other.test", "A").answers == [server.address])
        }
        let environment = [
            "FAIRWAY_STATE_DIR": folder.path("from-environment"), "FAIRWAY_POOL": "\(two.pool), \(two.address(40))/32",
        ]
        _ = try await withReady(["--config", config], environment: environment, folder: folder) { _ async throws in
            #expect(try await pool("from-environment") == #"["\#(two.pool)","\#(two.address(40))/32"]"#)
        }
        let flags = ["--config", config, "--pool", three.pool, "--state-dir", folder.path("from-flag")]
        _ = try await withReady(flags, environment: environment, folder: folder) { _ async throws in
            #expect(try await pool("from-flag") == #"["\#(three.pool)"]"#)
        }
    }

    @Test("`env` points a shell to it, also where its folder has an odd name")
    func environmentCommand() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder, state: "it's a $(state)") { up in
            let command = [Fairway.path, "env", "--state-dir", up.stateDirectory]
            let script = #"eval "$("$@")" && kubectl get ns -o name"#
            let names = try await output(
                of: ["sh", "-c", script, "sh"] + command, environment: ["KUBECACHEDIR": folder.path("cache")])
            #expect(
                names.split(separator: "\n") == [
                    "namespace/default", "namespace/fairway-system", "namespace/kube-system",
                ])
        }
    }

    @Test("`get services` and `get pools` print tables, wide tables, JSON and YAML")
    func getCommand() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            try await up.kubectl(
                "create", "-f", "-",
                input: Manifest.service(
                    "echo", ports: ["echo-tcp:12345/TCP", "echo-udp:12345/UDP"]))
            try await up.kubectl(
                "create", "-f", "-",
                input: Manifest.service(
                    "lost", ports: ["a:80/TCP"], annotations: ["fairway.dev/addresses": "192.0.2.1"]))
            let address = try await up.address(of: "echo")
            try await up.kubectl("wait", "--for=condition=fairway.dev/AddressAssigned=False", "svc/lost")
            func get(_ arguments: String...) async throws -> String {
                try await output(
                    of: [Fairway.path, "get"] + arguments + ["--state-dir", up.stateDirectory],
                    environment: ["KUBECONFIG": ""])
            }
            let table = try await get("services").split(separator: "\n").map {
                $0.split(separator: " ").map(String.init)
            }
            #expect(
                table == [
                    ["NAMESPACE", "NAME", "ADDRESS", "PORTS", "PROGRAMMED"],
                    ["default", "echo", address, "12345/TCP,12345/UDP", "True"],
                    ["default", "lost", "<pending>", "80/TCP", "False"],
                ])
            let wide = try await get("services", "--output", "wide")
            #expect(wide.contains("REASON") && wide.contains("192.0.2.1"), "\(wide)")
            #expect(try await get("services", "-n", "nosuch").split(separator: "\n").count == 1)
            let json = try JSONValue(parsing: try await get("services", "-o", "json"))
            #expect(json["items"]?.array?.map { $0["metadata"]?["name"] } == ["echo", "lost"])
            #expect(json["items"]?.array?.first?["kind"] == "Service")
            // What it prints, kubectl takes.
            #expect(
                try await up.kubectl(
                    "apply", "--server-side", "--force-conflicts", "--dry-run=server", "--validate=false", "-f", "-",
                    input: try await get("pools", "-o", "yaml").replacingOccurrences(
                        of: "(?s)    managedFields:.*?\n    name:", with: "    name:", options: .regularExpression)
                )
                .contains("addresspool.fairway.dev/default"))

            let pools = try await get("pools").split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            #expect(
                pools == [["NAME", "ASSIGNED", "AVAILABLE", "ADDRESSES"], ["default", "1", "31", up.addresses.pool]])
            #expect(try await get("pools", "-o", "wide").contains("AUTO-ASSIGN"))
        }
    }
}
