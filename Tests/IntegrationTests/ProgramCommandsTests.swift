import Foundation
import Glibc
import Testing

/// The commands that need no running `up`, and how commands fail.
struct ProgramCommandsTests {
    @Test(
        "every command has its help",
        arguments: [
            [], ["up"], ["controller"], ["node"], ["api"], ["echo"], ["env"], ["get"], ["get", "services"],
            ["get", "pools"], ["get", "zones"], ["get", "records"], ["version"],
        ])
    func help(command: [String]) async throws {
        for flag in ["--help", "-h"] {
            let text = try await output(of: [Fairway.path] + command + [flag])
            #expect(text.contains("USAGE: " + (["fairway"] + command).joined(separator: " ")), "\(text)")
        }
    }

    @Test("the version is told by command and by flag")
    func version() async throws {
        let version = try await output(of: [Fairway.path, "--version"])
        #expect(version.wholeMatch(of: /\d+\.\d+\.\d+/) != nil, "\(version)")
        #expect(try await output(of: [Fairway.path, "version"]) == "fairway \(version)")
    }

    @Test(
        "bad usage ends with 64 and a sentence that names what was given",
        arguments: [
            (["up", "--pool", "nonsense"], "nonsense"),
            (["up", "--pool", "127.0.3.9-127.0.3.1"], "127.0.3.9-127.0.3.1"),
            (["up", "--api", "nowhere"], "nowhere"), (["up", "--log-level", "loud"], "loud"),
            (["up", "-f", "/nonexistent/echo.yaml"], "/nonexistent/echo.yaml"),
            (["up", "--config", "/nonexistent/fairway.yaml"], "/nonexistent/fairway.yaml"),
            (["up", "--drain-timeout", "soon"], "--drain-timeout cannot be soon: give seconds, or a time such as 90s"),
            (["node", "--node-name", "n", "--drain-timeout", "25h"], "--drain-timeout cannot be 25h"),
            (["up", "--dns", "nowhere"], "--dns cannot be nowhere"),
            (["up", "--dns", "off", "--dns", "127.0.0.1:1053"], "--dns cannot be off and an address at once"),
            (["node", "--node-name", "n", "--dns", "127.0.0.1"], "--dns cannot be 127.0.0.1"),
            (["up", "--zone", "two words"], "--zone cannot be two words"),
            (["up", "--zone", "a..b"], "--zone cannot be a..b"),
            (["up", "--zone", "lab.test", "--dns", "off"], "--zone cannot be lab.test while --dns is off"),
            (["up", "--no-such-flag"], "--no-such-flag"), (["nosuch"], "nosuch"),
            (["api", "--listen", "nowhere"], "nowhere"), (["echo", "--listen", "nowhere"], "nowhere"),
            (["get", "services", "--output", "xml"], "xml"),
            (["get", "records", "a..b"], "“a..b” is not a domain name"),
            (["controller", "--classless", "perhaps"], "perhaps"),
            (["controller", "--load-balancer-class", ""], "--load-balancer-class cannot be empty"),
            (["node"], "--node-name is missing"), (["node", "--node-name", "Not_A_Name"], "Not_A_Name"),
            (["node", "--node-name", "n", "--engine", "kernel"], "no kernel engine yet"),
            (["node", "--node-name", "n", "--engine", "steam"], "steam"),
        ])
    func badUsage(arguments: [String], word: String) async throws {
        let folder = try TemporaryFolder()
        let outcome = try await run(
            [Fairway.path] + arguments, environment: ["FAIRWAY_STATE_DIR": folder.path("state")], seconds: 10)
        #expect(outcome.code == 64, "\(outcome)")
        #expect(outcome.errors.contains(word) && outcome.output.isEmpty, "\(outcome)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("state")), "nothing is made of a bad wish")
    }

    @Test("a configuration file that is no YAML, or says something of the wrong kind, is bad usage")
    func badConfiguration() async throws {
        let folder = try TemporaryFolder()
        let config = try folder.file("fairway.yaml", "state-dir: [\n")
        let outcome = try await run([Fairway.path, "up", "--config", config], seconds: 10)
        #expect(outcome.code == 64 && outcome.errors.contains(config), "\(outcome)")
    }

    @Test("where no `up` runs, `env` and `get` end with 69 and say what to do")
    func unavailable() async throws {
        let folder = try TemporaryFolder()
        let environment = ["KUBECONFIG": "", "FAIRWAY_STATE_DIR": folder.path("state")]
        for command in [["env"], ["get", "services"], ["get", "pools"], ["get", "records"]] {
            let outcome = try await run([Fairway.path] + command, environment: environment, seconds: 20)
            #expect(outcome.code == 69, "\(outcome)")
            #expect(outcome.errors.contains("fairway up"), "\(outcome)")
            #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
        }
        // Its kubeconfig is there, but it is not.
        try await withUp(folder: folder) { _ in }
        let outcome = try await run([Fairway.path, "get", "services"], environment: environment, seconds: 40)
        #expect(outcome.code == 69, "\(outcome)")
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
    }

    @Test(
        "where no cluster is, `controller` and `node` end with 69 and say how to name one",
        arguments: [["controller"], ["node", "--node-name", "n"]])
    func noCluster(command: [String]) async throws {
        let folder = try TemporaryFolder()
        let environments = [
            ["KUBECONFIG": "", "HOME": folder.root],
            ["KUBECONFIG": "", "KUBERNETES_SERVICE_HOST": "127.0.0.1", "KUBERNETES_SERVICE_PORT": "1"],
            ["FAIRWAY_KUBECONFIG": folder.path("none")],
        ]
        for environment in environments {
            let outcome = try await run([Fairway.path] + command, environment: environment, seconds: 20)
            #expect(outcome.code == 69, "\(outcome)")
            #expect(outcome.errors.contains("--kubeconfig or KUBECONFIG"), "\(outcome)")
            #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.output.isEmpty, "\(outcome)")
        }
    }

    @Test("the API runs alone, and answers kubectl")
    func apiAlone() async throws {
        let folder = try TemporaryFolder()
        let code = try await withProgram(
            [Fairway.path, "api", "--listen", "127.0.0.1:0", "--state-dir", folder.path("state")], in: folder
        ) { program in
            try await eventually("the API is ready") { program.output == "ready\n" ? true : nil }
            let environment = ["KUBECONFIG": folder.path("state/kubeconfig"), "KUBECACHEDIR": folder.path("cache")]
            try await output(
                of: ["kubectl", "create", "-f", "-"], environment: environment,
                input: Manifest.service("echo", ports: ["a:80/TCP"]))
            #expect(
                try await output(of: ["kubectl", "get", "svc", "echo", "--no-headers"], environment: environment)
                    .contains("<pending>"), "there is nobody who gives addresses")
        }.code
        #expect(code == 0)
    }
}
