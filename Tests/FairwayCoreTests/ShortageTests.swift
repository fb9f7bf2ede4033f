import FairwayCore
import Testing

@Suite("Shortage")
struct ShortageTests {
    @Test("it is told at once, then once a minute with how often it happened since")
    func tells() {
        var shortage = Shortage()
        let notes: [(times: Int, now: UInt64, expected: UInt64?)] = [
            (1, 5, 1), (1, 5, nil), (7, 60_004, nil), (1, 60_005, 9), (1, 60_006, nil), (2, 500_000, 3),
            (1, 559_999, nil), (1, 560_000, 2),
        ]
        for note in notes { #expect(shortage.note(note.times, now: note.now) == note.expected, "at \(note.now)") }
    }
}
