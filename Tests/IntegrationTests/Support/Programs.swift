import Foundation
import Glibc
import Subprocess
import SystemPackage
import Testing

/// How a program ended.
struct Outcome: CustomStringConvertible {
    var command: String
    /// The exit code; 128 + the signal where a signal ended it.
    var code: Int32
    var output: String
    var errors: String

    var description: String { "\(command) ended with \(code)\nstdout: \(output)\nstderr: \(errors)" }
    /// The output without the line breaks at its end.
    var text: String { output.trimmingCharacters(in: .newlines) }
}

/// Runs a program to its end, at most `seconds` long.
func run(
    _ command: [String], environment: [String: String] = [:], input: String = "", seconds: Int = 60
) async throws -> Outcome {
    let result = try await Subprocess.run(
        .name("timeout"), arguments: Arguments(["--kill-after=5", "\(seconds)"] + command),
        environment: .inherit.updating(environment.asEnvironment), input: .string(input),
        output: .string(limit: 64 << 20),
        error: .string(limit: 16 << 20))
    let code: Int32 =
        switch result.terminationStatus {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    return Outcome(
        command: command.joined(separator: " "), code: code, output: result.standardOutput,
        errors: result.standardError)
}

/// Runs a program that must succeed, and gives its output without the line breaks at its end.
@discardableResult
func output(
    of command: [String], environment: [String: String] = [:], input: String = "", seconds: Int = 60,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws -> String {
    let outcome = try await run(command, environment: environment, input: input, seconds: seconds)
    guard outcome.code == 0 else {
        Issue.record("\(outcome)", sourceLocation: sourceLocation)
        throw UnexpectedOutcome(outcome: outcome)
    }
    return outcome.text
}

struct UnexpectedOutcome: Error, CustomStringConvertible {
    var outcome: Outcome
    var description: String { "\(outcome)" }
}

/// Waits until `condition` gives a value, at most `seconds`; then fails with what was waited for.
@discardableResult
func eventually<Value>(
    _ what: String, seconds: Double = 60, sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
        if let value = try await condition() { return value }
        guard ContinuousClock.now < deadline else {
            Issue.record("not within \(seconds) s: \(what)", sourceLocation: sourceLocation)
            throw TimedOut(what: what)
        }
        try await Task.sleep(for: .milliseconds(20))
    }
}

struct TimedOut: Error {
    var what: String
}

/// A program that runs beside a test.
struct RunningProgram {
    var pid: pid_t
    /// What it writes to standard output and standard error, as files that grow.
    var outputFile: String
    var errorFile: String

    var output: String { (try? String(contentsOfFile: outputFile, encoding: .utf8)) ?? "" }
    var errors: String { (try? String(contentsOfFile: errorFile, encoding: .utf8)) ?? "" }
    /// Whether it has not ended; one that has is there until it is waited for, as Z (proc_pid_stat(5)).
    var isRunning: Bool {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
        return status.split(separator: ")").last?.hasPrefix(" Z") == false
    }

    func send(_ signal: Int32) { kill(pid, signal) }
}

/// Runs a program while `body` runs, then ends it (SIGTERM, after ten seconds SIGKILL) if it has not ended.
///
/// - Returns: what `body` returned, and how the program ended.
@discardableResult
func withProgram<Value: Sendable>(
    _ command: [String], environment: [String: String] = [:], in folder: TemporaryFolder,
    _ body: (RunningProgram) async throws -> Value
) async throws -> (value: Value, code: Int32) {
    let files = ["out", "err"].map { folder.path("\(UUID().uuidString).\($0)") }
    let descriptors = try files.map {
        try FileDescriptor.open($0, .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
    }
    let result = try await Subprocess.run(
        command[0].contains("/") ? .path(FilePath(command[0])) : .name(command[0]),
        arguments: Arguments(Array(command.dropFirst())),
        environment: .inherit.updating(environment.asEnvironment), input: .none,
        output: .fileDescriptor(descriptors[0], closeAfterSpawningProcess: true),
        error: .fileDescriptor(descriptors[1], closeAfterSpawningProcess: true)
    ) { execution in
        let program = RunningProgram(
            pid: execution.processIdentifier.value, outputFile: files[0], errorFile: files[1])
        let outcome: Result<Value, any Error>
        do {
            outcome = .success(try await body(program))
        } catch {
            outcome = .failure(error)
        }
        await execution.teardown(using: [.send(signal: .terminate, allowedDurationToNextStep: .seconds(10))])
        return outcome
    }
    let code: Int32 =
        switch result.terminationStatus {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    return (try result.closureResult.get(), code)
}

extension [String: String] {
    fileprivate var asEnvironment: [Environment.Key: String?] {
        Dictionary<Environment.Key, String?>(uniqueKeysWithValues: map { (Environment.Key(stringLiteral: $0), $1) })
    }
}
