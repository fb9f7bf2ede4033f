/// SipHash-2-4: a short code of a message that nobody finds without the key (Aumasson and Bernstein, 2012).
enum SipHash {
    /// The code of `message` with a key of 128 bits, whose halves are read as the paper reads bytes: the lowest first.
    static func code(of message: some Sequence<UInt8>, key: (low: UInt64, high: UInt64)) -> UInt64 {
        var state = State(key: key)
        var (word, count) = (UInt64(0), UInt64(0))
        for byte in message {
            word |= UInt64(byte) << (8 * (count % 8))
            count += 1
            if count % 8 == 0 {
                state.add(word)
                word = 0
            }
        }
        state.add(word | count << 56)
        return state.finish()
    }

    private struct State {
        var (v0, v1, v2, v3): (UInt64, UInt64, UInt64, UInt64)

        init(key: (low: UInt64, high: UInt64)) {
            v0 = key.low ^ 0x736F_6D65_7073_6575
            v1 = key.high ^ 0x646F_7261_6E64_6F6D
            v2 = key.low ^ 0x6C79_6765_6E65_7261
            v3 = key.high ^ 0x7465_6462_7974_6573
        }

        mutating func add(_ word: UInt64) {
            v3 ^= word
            for _ in 0..<2 { round() }
            v0 ^= word
        }

        mutating func finish() -> UInt64 {
            v2 ^= 0xFF
            for _ in 0..<4 { round() }
            return v0 ^ v1 ^ v2 ^ v3
        }

        private mutating func round() {
            (v0, v2) = (v0 &+ v1, v2 &+ v3)
            (v1, v3) = (v1.rotated(13) ^ v0, v3.rotated(16) ^ v2)
            v0 = v0.rotated(32)
            (v2, v0) = (v2 &+ v1, v0 &+ v3)
            (v1, v3) = (v1.rotated(17) ^ v2, v3.rotated(21) ^ v0)
            v2 = v2.rotated(32)
        }
    }
}

extension UInt64 {
    fileprivate func rotated(_ bits: UInt64) -> UInt64 { self << bits | self >> (64 - bits) }
}
