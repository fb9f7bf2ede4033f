/// Remembers where names were written in a message, to point there instead of writing them again (RFC 1035 §4.1.4).
///
/// A table of fixed size: a name whose place another one has taken is written out once more, nothing else.
struct NameCompression {
    /// What of a name has to be written.
    struct Match {
        /// The number of bytes, from the beginning, that are to be written before a pointer or the root's zero.
        var unwritten: Int
        /// Where the rest is; `nil`: there is no rest.
        var pointer: UInt16?
    }

    /// Whether a name may only be replaced by one in the same case: who copies a zone wants it as it is (RFC 5936 §3.4).
    /// An answer is shorter without.
    let preservesCase: Bool

    private static let slotCount = 256
    /// The last offset that a pointer can have.
    static let lastOffset = 0x3FFF

    /// By the hash of a name (or of the end of one), the offset where it was written; 0: nothing.
    private var slots = InlineArray<256, UInt16>(repeating: 0)

    init(preservesCase: Bool) {
        self.preservesCase = preservesCase
    }

    /// Looks for the longest end of `name` that is in the message, which begins at `start` of `bytes`, and remembers
    /// where the rest is about to be written: at the message's end.
    mutating func add(_ name: Span<UInt8>, to bytes: [UInt8], from start: Int) -> Match {
        let message = bytes.span.extracting(droppingFirst: start)
        let labels = NameLabels(name)
        let name = name.extracting(first: labels.end + 1)
        var match = Match(unwritten: labels.end, pointer: nil)
        var hash: UInt32 = 0
        for index in stride(from: labels.count - 1, through: 0, by: -1) {
            let offset = labels[index]
            hash = Self.hash(name.extracting(name.label(at: offset)), after: hash)
            let slot = Int(hash >> 24)
            let earlier = Int(slots[slot])
            if earlier != 0, message.hasName(name.extracting(droppingFirst: offset), at: earlier, inCase: preservesCase)
            {
                match = Match(unwritten: offset, pointer: UInt16(truncatingIfNeeded: earlier))
            } else if message.count + offset <= Self.lastOffset {
                slots[slot] = UInt16(truncatingIfNeeded: message.count + offset)
            }
        }
        return match
    }

    /// Forgets names that were taken back.
    mutating func forget(from offset: Int) {
        for slot in 0..<Self.slotCount where Int(slots[slot]) >= offset {
            slots[slot] = 0
        }
    }

    /// FNV-1a, without regard to case.
    private static func hash(_ label: Span<UInt8>, after hash: UInt32) -> UInt32 {
        var hash = hash ^ 0x811C_9DC5
        for index in label.indices {
            hash = (hash ^ UInt32(label[index].asciiLowercased)) &* 0x0100_0193
        }
        return hash
    }
}

extension Span where Element == UInt8 {
    /// Whether a name written at `offset` of this message is `name`, also in its case where that is asked for.
    fileprivate func hasName(_ name: Span<UInt8>, at offset: Int, inCase: Bool) -> Bool {
        var (offset, partStart, index) = (offset, offset, 0)
        while index < name.count {
            while offset < count - 1, self[offset] >= 0xC0 {
                let target = Int(self[offset] & 0x3F) << 8 | Int(self[offset + 1])
                guard target < partStart else { return false }
                (offset, partStart) = (target, target)
            }
            let length = Int(name[index])
            guard offset + length < count, index + length < name.count else { return false }
            for step in 0...length {
                let (own, other) = (self[offset + step], name[index + step])
                guard inCase ? own == other : isEqualIgnoringCase(own, other) else { return false }
            }
            if length == 0 { return true }
            offset += 1 + length
            index += 1 + length
        }
        return false
    }
}
