import NIOCore
import Testing

@testable import FairwayKubernetes

@Suite struct LineBufferTests {
    static let cases: [([String], [String])] = [
        (["a\nb\n"], ["a", "b"]),
        (["a", "b", "\n"], ["ab"]),
        (["a\nb", "c\nd"], ["a", "bc"]),
        (["\n\na\n\n"], ["a"]),
        (["", "\n", "x\n"], ["x"]),
        (["no end"], []),
    ]

    @Test("lines come out whole", arguments: cases)
    func lines(chunks: [String], expected: [String]) throws {
        var buffer = LineBuffer(limit: 100)
        var lines: [String] = []
        for chunk in chunks {
            buffer.append(ByteBuffer(string: chunk))
            while let line = try buffer.next() {
                lines.append(String(buffer: line))
            }
        }
        #expect(lines == expected)
    }

    @Test("a line that is too long is refused, whether or not its end is there", arguments: ["12345", "12345\n"])
    func limit(text: String) {
        var buffer = LineBuffer(limit: 4)
        buffer.append(ByteBuffer(string: text))
        #expect(throws: LineBuffer.TooLong(limit: 4)) { try buffer.next() }
    }
}
