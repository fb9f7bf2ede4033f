import FairwayCore
import FairwayLinux
import Synchronization

/// How many descriptors the flows of all threads may have open, so that some are left for the rest of the process: the
/// API and its watches, the database, health checks, listeners.
///
/// Touched where a flow begins and ends, and where a pipe is opened.
final class DescriptorBudget: Sendable {
    let allowance: Int
    private let used = Atomic<Int>(0)
    private let shortage = Mutex(Shortage())
    private let board: NoticeBoard

    /// For a process that may have `limit` descriptors, whose shortage is told at `board`.
    init(limit: Int, board: NoticeBoard) {
        allowance = Self.allowance(of: limit)
        self.board = board
    }

    /// What flows may have of `limit`: all but an eighth of it, of which at least 128 and at most 8,192 are kept back. A
    /// process without flows has some 70, and where there are as few as that flows get a quarter.
    static func allowance(of limit: Int) -> Int {
        max(limit / 4, limit - min(max(128, limit / 8), 8_192))
    }

    /// Whether so many more may be opened, which counts them if so.
    func take(_ count: Int) -> Bool {
        var before = used.load(ordering: .relaxed)
        while before + count <= allowance {
            let attempt = used.weakCompareExchange(expected: before, desired: before + count, ordering: .relaxed)
            if attempt.exchanged { return true }
            before = attempt.original
        }
        return false
    }

    /// Counts as many less.
    func give(_ count: Int) {
        used.wrappingSubtract(count, ordering: .relaxed)
    }

    /// Has people told that connections had to wait or flows were refused.
    func noteShortage(of flows: Int, now: MonotonicTime) {
        guard let count = shortage.withLock({ $0.note(flows, now: now.milliseconds) }) else { return }
        board.post(.descriptorsShort(flows: count))
    }
}
