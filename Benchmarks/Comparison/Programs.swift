import Foundation
import Glibc
import Subprocess
import SystemPackage

/// Why the bench, or a part of it, cannot go on.
struct BenchError: Error, CustomStringConvertible {
    let description: String
}

/// Runs a command to its end, at most `seconds` long, and gives what it printed. It must succeed.
@discardableResult
func output(of command: [String], input: String = "", seconds: Int = 60) async throws -> String {
    let result = try await Subprocess.run(
        .name("timeout"), arguments: Arguments(["--kill-after=5", "\(seconds)"] + command),
        platformOptions: .endedInOrder, input: .string(input), output: .string(limit: 16 << 20),
        error: .string(limit: 1 << 20))
    guard result.terminationStatus.isSuccess else {
        let words = (result.standardError + result.standardOutput).suffix(500)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        throw BenchError(description: "\(command.joined(separator: " ")): \(result.terminationStatus): \(words)")
    }
    return result.standardOutput
}

/// A program that runs beside the bench.
struct Program {
    var command: [String]
    /// The file that gets what it prints.
    var log: String
}

/// Runs programs while `body` runs, which gets their process ids; then ends them.
func running(
    _ programs: ArraySlice<Program>, beside others: [Int32] = [], _ body: ([Int32]) async throws -> Void
) async throws {
    guard let program = programs.first else { return try await body(others) }
    let log = try FileDescriptor.open(
        program.log, .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
    defer { try? log.close() }
    let outcome = try await Subprocess.run(
        .name(program.command[0]), arguments: Arguments(Array(program.command.dropFirst())),
        platformOptions: .endedInOrder, input: .none,
        output: .fileDescriptor(log, closeAfterSpawningProcess: false),
        error: .fileDescriptor(log, closeAfterSpawningProcess: false)
    ) { execution -> Result<Void, any Error> in
        let result: Result<Void, any Error>
        do {
            let process = execution.processIdentifier.value
            result = .success(try await running(programs.dropFirst(), beside: others + [process], body))
        } catch {
            result = .failure(error)
        }
        await execution.teardown(using: PlatformOptions.endedInOrder.teardownSequence)
        return result
    }
    try outcome.closureResult.get()
}

/// Runs a program, and `body` from when it has printed a line that starts with `word`; then ends it.
func runningUntilSaid(
    _ word: String, _ command: [String], log: String, _ body: () async throws -> Void
) async throws {
    let log = try FileDescriptor.open(log, .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
    let outcome = try await Subprocess.run(
        .name(command[0]), arguments: Arguments(Array(command.dropFirst())), platformOptions: .endedInOrder,
        input: .none, output: .sequence, error: .fileDescriptor(log, closeAfterSpawningProcess: true)
    ) { execution -> Result<Void, any Error> in
        let result: Result<Void, any Error>
        do {
            var hasSaid = false
            for try await line in execution.standardOutput.strings() where line.hasPrefix(word) {
                hasSaid = true
                break
            }
            guard hasSaid else {
                throw BenchError(description: "\(command.joined(separator: " ")) ended before it said: \(word)")
            }
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        await execution.teardown(using: PlatformOptions.endedInOrder.teardownSequence)
        return result
    }
    try outcome.closureResult.get()
}

extension PlatformOptions {
    /// Ended by SIGTERM, so that a program can end its workers.
    fileprivate static var endedInOrder: PlatformOptions {
        var options = PlatformOptions()
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(10))]
        return options
    }
}

/// Whether a program is found on the PATH.
func isInstalled(_ tool: String) -> Bool {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)") }
}

/// Whether all that something needs is there; says what is not.
func isThere(_ what: String, tools: [String], files: [String] = []) -> Bool {
    let lacking = tools.filter { !isInstalled($0) } + files.filter { access($0, R_OK) != 0 }
    guard !lacking.isEmpty else { return true }
    say("left out: \(what), as this machine lacks \(lacking.joined(separator: ", "))")
    return false
}

/// Says something on stderr, after what was printed before.
func say(_ line: String) {
    fflush(nil)
    FileHandle.standardError.write(Data("\(line)\n".utf8))
}
