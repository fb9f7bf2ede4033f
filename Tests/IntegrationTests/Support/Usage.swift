import Foundation
import Testing

/// What a process holds of the machine.
struct Usage: CustomStringConvertible {
    var descriptors: Int
    var threads: Int
    /// In bytes (VmRSS, proc_pid_status(5)).
    var residentBytes: Int

    init(of program: RunningProgram) throws {
        let files = FileManager.default
        descriptors = try files.contentsOfDirectory(atPath: "/proc/\(program.pid)/fd").count
        threads = try files.contentsOfDirectory(atPath: "/proc/\(program.pid)/task").count
        let status = try String(contentsOfFile: "/proc/\(program.pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        residentBytes = try #require(Int(line.split(separator: " ")[1])) << 10
    }

    var description: String { "\(residentBytes >> 20) MiB, \(descriptors) descriptors, \(threads) threads" }
}
