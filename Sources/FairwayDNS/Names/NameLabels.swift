/// Where the labels of a name on the wire begin, the root's left away. Nothing but well-formed names is asked.
struct NameLabels {
    private(set) var count = 0
    /// The offset of the root's zero.
    private(set) var end = 0
    private var offsets = InlineArray<128, UInt8>(repeating: 0)

    /// Reads the name at the beginning of `name`, which has no pointers. (What no name has would end it.)
    init(_ name: Span<UInt8>) {
        var offset = 0
        while offset < min(name.count, DomainName.maximumLength), count < 127 {
            let length = name[offset]
            guard (1...63).contains(length) else { break }
            offsets[count] = UInt8(truncatingIfNeeded: offset)
            count += 1
            offset += 1 + Int(length)
        }
        end = offset
    }

    /// The offset of the byte that says how long a label is. `index` is less than `count`.
    subscript(index: Int) -> Int { Int(offsets[index]) }
}
