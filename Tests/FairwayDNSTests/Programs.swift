import Foundation
import Subprocess
import Testing

/// Whether a program is on this machine.
func has(_ program: String) -> Bool {
    ["/usr/bin", "/usr/sbin", "/bin", "/sbin"].contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
}

/// Debian's own Python, which has Debian's dnspython; another one may come first on the PATH.
let python = "/usr/bin/python3"
let hasDNSPython = FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/dns/message.py")

/// Runs a program that must succeed, at most a minute long, and gives its output.
func output(of command: [String]) async throws -> String {
    let result = try await Subprocess.run(
        .name("timeout"), arguments: Arguments(["60"] + command), input: .none,
        output: .string(limit: 64 << 20), error: .string(limit: 1 << 20))
    guard case .exited(0) = result.terminationStatus else {
        throw ProgramFailure(
            description: "\(command[0]) failed: \(result.standardOutput.suffix(2_000)) \(result.standardError)")
    }
    return result.standardOutput
}

struct ProgramFailure: Error, CustomStringConvertible {
    var description: String
}

/// Runs a script of Python with Debian's dnspython: one line of input, which it finds in `lines`, and of output for each
/// item.
func dnspython(_ script: String, _ lines: [String]) async throws -> [String] {
    let text = try await withFile(lines.joined(separator: "\n") + "\n") { path in
        try await output(of: [python, "-c", "import sys\nlines = open(sys.argv[1])\n" + script, path])
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
}

/// A file that is gone when `body` has ended.
func withFile<Result>(_ contents: String, _ body: (String) async throws -> Result) async throws -> Result {
    let path = FileManager.default.temporaryDirectory.appending(path: "fairway-dns-\(UUID().uuidString)").path
    try contents.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}

extension [UInt8] {
    var hexadecimalText: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    /// - Throws: where the text is not made of pairs of hexadecimal digits.
    init(hexadecimalText text: String) throws {
        self = []
        let digits = Array<Character>(text)
        for index in stride(from: 0, to: digits.count - 1, by: 2) {
            append(try #require(UInt8(String(digits[index...(index + 1)]), radix: 16)))
        }
    }
}
