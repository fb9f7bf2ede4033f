import Foundation
import Subprocess

/// Whether a program is on this machine.
package func has(_ program: String) -> Bool {
    ["/usr/bin", "/usr/sbin", "/bin", "/sbin"].contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
}

/// Runs a program that must succeed, at most a minute long, and gives its output.
package func output(of command: [String]) async throws -> String {
    let result = try await Subprocess.run(
        .name("timeout"), arguments: Arguments(["60"] + command), input: .none,
        output: .string(limit: 64 << 20), error: .string(limit: 1 << 20))
    guard case .exited(0) = result.terminationStatus else {
        throw ProgramFailure(
            description: "\(command[0]) failed: \(result.standardOutput.suffix(2_000)) \(result.standardError)")
    }
    return result.standardOutput
}

package struct ProgramFailure: Error, CustomStringConvertible {
    package var description: String

    package init(description: String) { self.description = description }
}

/// A file that is gone when `body` has ended.
package func withFile<Result>(_ contents: String, _ body: (String) async throws -> Result) async throws -> Result {
    let path = FileManager.default.temporaryDirectory.appending(path: "fairway-dns-\(UUID().uuidString)").path
    try contents.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}
