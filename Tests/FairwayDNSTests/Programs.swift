import FairwayDNSTestSupport
import Foundation
import Testing

/// Debian's own Python, which has Debian's dnspython; another one may come first on the PATH.
let python = "/usr/bin/python3"
let hasDNSPython = FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/dns/message.py")

/// Runs a script of Python with Debian's dnspython: one line of input, which it finds in `lines`, and of output for each
/// item.
func dnspython(_ script: String, _ lines: [String]) async throws -> [String] {
    let text = try await withFile(lines.joined(separator: "\n") + "\n") { path in
        try await output(of: [python, "-c", "import sys\nlines = open(sys.argv[1])\n" + script, path])
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
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
