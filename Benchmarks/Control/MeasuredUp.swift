import Foundation
import Subprocess
import SystemPackage

/// A `fairway up` on a folder of its own, that is measured.
struct MeasuredUp {
    let pid: Int32
    let kubeconfig: String

    /// Memory in MiB.
    struct Memory {
        var resident: Double
        var peak: Double
    }

    /// Runs the program beside this one for as long as `body` runs, and removes all it left.
    static func run(
        pool: String = "127.77.0.0/16", dns: String = "127.0.0.1:0", _ body: (MeasuredUp) async throws -> Void
    ) async throws {
        try await withBenchFolder { folder in try await run(in: folder, pool: pool, dns: dns, body) }
    }

    private static func run(
        in folder: String, pool: String, dns: String, _ body: (MeasuredUp) async throws -> Void
    ) async throws {
        let log = try FileDescriptor.open(
            folder + "/log", .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        let outcome = try await Subprocess.run(
            .path(FilePath(builtFairway)),
            arguments: [
                "up", "--state-dir", folder + "/state", "--api", "127.0.0.1:0", "--dns", dns, "--pool",
                pool, "--log-level", "warning",
            ],
            input: .none, output: .sequence,
            error: .fileDescriptor(log, closeAfterSpawningProcess: true)
        ) { execution -> Result<Void, any Error> in
            do {
                for try await line in execution.standardOutput.strings() where line.hasPrefix("ready") { break }
                let up = MeasuredUp(
                    pid: execution.processIdentifier.value, kubeconfig: folder + "/state/kubeconfig")
                try await body(up)
                await execution.teardown(using: [.send(signal: .terminate, allowedDurationToNextStep: .seconds(10))])
                return .success(())
            } catch {
                await execution.teardown(using: [.send(signal: .terminate, allowedDurationToNextStep: .seconds(10))])
                return .failure(error)
            }
        }
        try outcome.closureResult.get()
    }

    /// What the kernel says of the process's memory (proc_pid_status(5)).
    func memory() throws -> Memory {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        func value(_ name: String) -> Double {
            let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
            return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first).flatMap { Double($0) } ?? 0
        }
        return Memory(resident: value("VmRSS") / 1024, peak: value("VmHWM") / 1024)
    }
}
