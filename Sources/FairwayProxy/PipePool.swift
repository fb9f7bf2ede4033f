import FairwayLinux
import SystemPackage

/// Empty pipes, kept for the next bulk transfer. For one thread.
struct PipePool: ~Copyable {
    private var idle: [PipeEnds] = []
    /// How many are kept: a small part of what flows may have, since those that are idle count, too.
    private let limit: Int
    private let budget: DescriptorBudget

    static let capacity: Int32 = 256 << 10

    init(budget: DescriptorBudget) {
        self.budget = budget
        limit = min(64, budget.allowance / 64)
    }

    deinit {
        idle.forEach { $0.close() }
        budget.give(2 * idle.count)
    }

    /// An empty pipe, or `nil` when no more may be opened.
    mutating func take() -> PipeEnds? {
        if let pipe = idle.popLast() { return pipe }
        guard budget.take(2) else { return nil }
        do throws(Errno) {
            return try PipeEnds.open(capacity: Self.capacity)
        } catch {
            budget.give(2)
            return nil
        }
    }

    /// Takes back a pipe that is empty.
    mutating func give(_ pipe: PipeEnds) {
        if idle.count < limit {
            idle.append(pipe)
        } else {
            discard(pipe)
        }
    }

    /// Closes a pipe that was taken and is not empty.
    func discard(_ pipe: PipeEnds) {
        pipe.close()
        budget.give(2)
    }
}
