import FairwayTestSupport
import Glibc

/// A piece of one long stream of bytes that looks random and is known to everybody: what arrives is compared with it,
/// byte by byte, and no piece looks like one that begins elsewhere.
struct KnownBytes: Sendable {
    /// Where it begins in the stream, from 0.
    var start: Int
    var count: Int

    /// The stream repeats itself after so many bytes: a prime number, so that no buffer's size divides it.
    private static let period = 1_048_573
    /// How much of it lies in one piece of memory.
    static let reach = 64 << 10
    private static let stream: [UInt8] = {
        var numbers = SeededGenerator(seed: 0)
        let words = (0...(period / 8)).map { _ in numbers.next() }
        let bytes = words.withUnsafeBytes { Array($0.prefix(period)) }
        return bytes + bytes.prefix(reach)
    }()

    /// The next bytes from `offset` on, at most `reach` of them.
    func withBytes<Value>(from offset: Int, _ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
        let place = (start + offset) % Self.period
        let length = max(0, min(Self.reach, count - offset))
        return try Self.stream.withUnsafeBytes {
            try body(UnsafeRawBufferPointer(rebasing: $0[place..<place + length]))
        }
    }

    /// Whether these are the bytes from `offset` on. No more than `reach` may be asked for.
    func matches(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        guard offset + bytes.count <= count else { return false }
        return withBytes(from: offset) { expected in
            guard let left = expected.baseAddress, let right = bytes.baseAddress else { return bytes.isEmpty }
            return memcmp(left, right, bytes.count) == 0
        }
    }

    /// All of them, where there are at most `reach`.
    var bytes: [UInt8] { withBytes(from: 0) { Array($0) } }
}
