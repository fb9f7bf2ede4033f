import Glibc

/// A long stream of bytes that a receiver can check without having it.
struct Pattern {
    /// One block is a prime number of bytes, so that no buffer's size divides it.
    private let block: [UInt8]

    init(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        block = (0..<131_071).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state >> 32)
        }
    }

    func send(_ count: Int, to socket: TestSocket) throws {
        var left = count
        while left > 0 {
            try socket.send(block.prefix(left))
            left -= min(left, block.count)
        }
    }

    /// Sends until the socket takes no more for its waiting time.
    /// - Returns: how many bytes were taken.
    func sendUntilRefused(to socket: TestSocket, limit: Int) -> Int {
        var sent = 0
        while sent < limit {
            guard let count = try? socket.sendOnce(block[(sent % block.count)...]) else { break }
            sent += count
        }
        return sent
    }

    /// Receives so many bytes, and says whether they are the pattern's.
    func matches(_ count: Int, from socket: TestSocket) throws -> Bool {
        var received = 0
        while received < count {
            let bytes = try socket.receive(min(1 << 18, count - received))
            if bytes.isEmpty || !matches(bytes, at: received % block.count) { return false }
            received += bytes.count
        }
        return true
    }

    private func matches(_ bytes: [UInt8], at offset: Int) -> Bool {
        var rest = bytes[...]
        var offset = offset
        while !rest.isEmpty {
            let part = rest.prefix(block.count - offset)
            let isEqual = block[offset...].withUnsafeBytes { block in
                part.withUnsafeBytes { part in
                    guard let block = block.baseAddress, let bytes = part.baseAddress else { return false }
                    return memcmp(block, bytes, part.count) == 0
                }
            }
            guard isEqual else { return false }
            rest = rest.dropFirst(part.count)
            offset = 0
        }
        return true
    }
}
