/// A 64-bit hash that is the same in every process, on every machine and in every release, which `Hasher` is not.
///
/// Nodes that hash a flow must agree on its backend, and what a node acknowledged must still be recognised after a
/// restart. It is not made to withstand an attacker who looks for collisions. The mixing is wyhash's: two words
/// multiplied to twice their width and folded.
package struct StableHash: Sendable {
    private var state: UInt64

    /// - Parameter seed: hashes of different seeds have nothing to do with one another.
    package init(seed: UInt64 = 0) {
        state = Self.fold(seed ^ 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB)
    }

    package mutating func combine(_ word: UInt64) {
        state = Self.fold(state ^ 0x8EBC_6AF0_9C88_C6E3, word ^ 0x5899_65CC_7537_4CC3)
    }

    /// Takes in a text by its UTF-8 bytes and their number, so that `ab`, `c` differs from `a`, `bc`.
    package mutating func combine(_ text: String) {
        var count: UInt64 = 0
        var word: UInt64 = 0
        for byte in text.utf8 {
            word = word << 8 | UInt64(byte)
            count += 1
            if count % 8 == 0 {
                combine(word)
                word = 0
            }
        }
        combine(word)
        combine(count)
    }

    /// The hash of everything taken in so far.
    package var value: UInt64 { Self.fold(state ^ 0xA076_1D64_78BD_642F, 0x1D8E_4E27_C47D_124F) }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
