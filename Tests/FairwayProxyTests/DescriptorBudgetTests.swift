import FairwayLinux
import Testing

@testable import FairwayProxy

@Suite("DescriptorBudget")
struct DescriptorBudgetTests {
    @Test(
        "flows may have all but a reserve",
        arguments: [
            (64, 16), (128, 32), (256, 128), (1_024, 896), (4_096, 3_584), (65_536, 57_344), (1_048_576, 1_040_384),
        ])
    func allowance(limit: Int, expected: Int) {
        #expect(DescriptorBudget.allowance(of: limit) == expected)
    }

    @Test("no more is taken than there is, and what is given back may be taken again")
    func takes() {
        let budget = DescriptorBudget(limit: 256, board: NoticeBoard())
        #expect((0..<64).allSatisfy { _ in budget.take(2) })
        #expect(!budget.take(1))
        budget.give(2)
        #expect(!budget.take(3))
        #expect(budget.take(2))
    }

    @Test("a pool of pipes takes them from the budget, and gives back those that it closes")
    func pipes() throws {
        let budget = DescriptorBudget(limit: 64, board: NoticeBoard())
        do {
            var pool = PipePool(budget: budget)
            var pipes: [PipeEnds] = []
            while let pipe = pool.take() { pipes.append(pipe) }
            try #require(pipes.count == 8)
            #expect(!budget.take(1))
            for pipe in pipes.dropLast() { pool.give(pipe) }
            #expect(budget.take(14), "of so small a budget no idle pipe is kept")
            budget.give(14)
            pool.discard(pipes[7])
        }
        #expect(budget.take(16))
    }
}
