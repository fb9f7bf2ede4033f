import Foundation
import Glibc
import Synchronization
import Testing

/// The program as it was built, beside the test's own executable.
enum Fairway {
    static let path: String = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("fairway").path
    }()

    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .path
}

/// Loopback addresses that no other test of this run uses.
struct AddressBlock: Sendable {
    private static let next = Mutex(0)
    /// `127.x.y`, of which .1 to .254 are the test's.
    let prefix: String

    init() {
        // By process and by test, so that two runs beside each other do not meet either.
        let number = Self.next.withLock { count in
            count += 1
            return count
        }
        prefix = "127.\(64 + Int(getpid()) % 150).\(number % 250 + 1)"
    }

    func address(_ last: Int) -> String { "\(prefix).\(last)" }
    /// The addresses that Fairway may give out.
    var pool: String { "\(address(64))-\(address(95))" }
}

/// A running `fairway up`.
struct Up: Sendable {
    var program: RunningProgram
    var stateDirectory: String
    var addresses: AddressBlock
    /// A command that runs kubectl, such as `runuser -u nobody --`.
    var clients: [String] = []

    var kubeconfig: String { stateDirectory + "/kubeconfig" }
    /// What points a command at it. What kubectl caches goes away with the test.
    var environment: [String: String] {
        ["KUBECONFIG": kubeconfig, "KUBECACHEDIR": stateDirectory + ".kubectl-cache"]
    }

    /// Runs kubectl against it; it must succeed.
    @discardableResult
    func kubectl(
        _ arguments: String..., input: String = "", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        try await output(
            of: clients + ["kubectl"] + arguments, environment: environment, input: input,
            sourceLocation: sourceLocation)
    }

    /// Runs kubectl against it, however it ends.
    func tryKubectl(_ arguments: String..., input: String = "") async throws -> Outcome {
        try await run(clients + ["kubectl"] + arguments, environment: environment, input: input)
    }

    /// Waits until a Service is programmed, and gives its address.
    func address(of service: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
        try await kubectl(
            "wait", "--for=condition=fairway.dev/Programmed", "service/\(service)", "--timeout=20s",
            sourceLocation: sourceLocation)
        return try await kubectl(
            "get", "service", service, "-o", "jsonpath={.status.loadBalancer.ingress[0].ip}",
            sourceLocation: sourceLocation)
    }
}

/// Runs `fairway up` on a state folder of its own (or a given one) while `body` runs. `wrapper` is a command that runs
/// it, such as `runuser -u nobody --`, and `clients` one that runs kubectl; `dns` is where names are answered for, by default
/// `Up.nameServer`.
///
/// - Returns: what `body` returned, and the exit code of `up`.
@discardableResult
func withUp<Value: Sendable>(
    _ arguments: [String] = [], addresses: AddressBlock = AddressBlock(), pool: String? = nil,
    folder: TemporaryFolder, state: String = "state", wrapper: [String] = [], clients: [String] = [],
    executable: String = Fairway.path, drainTimeout: String = "5s", dns: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation, _ body: (Up) async throws -> Value
) async throws -> (value: Value, code: Int32) {
    let stateDirectory = folder.path(state)
    let command =
        wrapper + [
            executable, "up", "--state-dir", stateDirectory, "--api", "127.0.0.1:0", "--pool", pool ?? addresses.pool,
            "--drain-timeout", drainTimeout, "--dns", dns ?? "\(addresses.address(53)):1053",
        ] + arguments
    return try await withProgram(command, in: folder) { program in
        try await eventually("`up` is ready", seconds: 60, sourceLocation: sourceLocation) {
            guard program.isRunning else {
                Issue.record("`up` ended: \(program.errors)", sourceLocation: sourceLocation)
                throw TimedOut(what: "up")
            }
            return program.output.split(separator: "\n").contains("ready") ? true : nil
        }
        return try await body(
            Up(program: program, stateDirectory: stateDirectory, addresses: addresses, clients: clients))
    }
}
