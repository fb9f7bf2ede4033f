import FairwayLinux

/// Some of a batch's rows.
struct RowSet {
    private var bits: UInt64

    /// The first `count` rows, at most as many as a batch has.
    init(first count: Int) {
        precondition(count <= DatagramBatch.capacity && DatagramBatch.capacity < UInt64.bitWidth)
        bits = (1 << UInt64(count)) - 1
    }

    /// Takes out the lowest; `nil` when none is left.
    mutating func popFirst() -> Int? {
        guard bits != 0 else { return nil }
        let row = bits.trailingZeroBitCount
        bits &= bits - 1
        return row
    }

    /// Takes out those of which the body says so; it is asked in ascending order.
    mutating func removeAll(where matches: (Int) -> Bool) {
        var left = self
        while let row = left.popFirst() {
            if matches(row) { bits &= ~(1 << UInt64(row)) }
        }
    }
}
