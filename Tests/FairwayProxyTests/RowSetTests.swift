import FairwayLinux
import Testing

@testable import FairwayProxy

@Suite("RowSet")
struct RowSetTests {
    @Test("gives every row once, from the lowest", arguments: [0, 1, 7, DatagramBatch.capacity])
    func order(count: Int) {
        var rows = RowSet(first: count)
        var seen: [Int] = []
        while let row = rows.popFirst() { seen.append(row) }
        #expect(seen == Array(0..<count))
    }

    @Test("what is taken out by a condition comes no more")
    func removal() {
        var rows = RowSet(first: 6)
        var asked: [Int] = []
        rows.removeAll {
            asked.append($0)
            return $0.isMultiple(of: 2)
        }
        #expect(asked == Array(0..<6))
        #expect((0..<4).map { _ in rows.popFirst() } == [1, 3, 5, nil])
    }
}
