import Testing

@testable import FairwayKubernetes

@Suite struct WorkQueueStateTests {
    private func queue() -> WorkQueueState<String> {
        WorkQueueState(backoff: Backoff(first: .milliseconds(5), longest: .seconds(1000)))
    }

    @Test("a key that is added twice is there once")
    func deduplicates() {
        var queue = queue()
        queue.add("a")
        queue.add("a")
        #expect(queue.next(now: .zero, workers: 9) == .work("a"))
        #expect(queue.next(now: .zero, workers: 9) == .idle)
    }

    @Test("a key added while it is worked on comes once more, afterwards")
    func dirtyWhileWorking() {
        var queue = queue()
        queue.add("a")
        #expect(queue.next(now: .zero, workers: 9) == .work("a"))
        queue.add("a")
        queue.add("a")
        #expect(queue.next(now: .zero, workers: 9) == .idle)
        queue.finish("a", .done, now: .zero)
        #expect(queue.next(now: .zero, workers: 9) == .work("a"))
        queue.finish("a", .done, now: .zero)
        #expect(queue.next(now: .zero, workers: 9) == .idle)
    }

    @Test("no more keys are taken than there are workers, in the order they came")
    func workers() {
        var queue = queue()
        ["a", "b", "c"].forEach { queue.add($0) }
        #expect(queue.next(now: .zero, workers: 2) == .work("a"))
        #expect(queue.next(now: .zero, workers: 2) == .work("b"))
        #expect(queue.next(now: .zero, workers: 2) == .idle)
        queue.finish("a", .done, now: .zero)
        #expect(queue.next(now: .zero, workers: 2) == .work("c"))
    }

    @Test(
        "delays double from 5 ms to 1000 s",
        arguments: [(1, 5), (2, 10), (3, 20), (10, 2560), (18, 655_360), (19, 1_000_000), (60, 1_000_000)])
    func backoff(failures: Int, milliseconds: Int) {
        var queue = queue()
        var now = Duration.zero
        queue.add("a")
        for failure in 1...failures {
            #expect(queue.next(now: now, workers: 1) == .work("a"))
            queue.finish("a", .failed, now: now)
            guard case .wait(let moment) = queue.next(now: now, workers: 1) else {
                Issue.record("nothing waits after failure \(failure)")
                return
            }
            if failure == failures {
                #expect(moment - now == .milliseconds(milliseconds))
            }
            now = moment
        }
    }

    @Test("success makes failures forgotten")
    func successResets() {
        var queue = queue()
        queue.add("a")
        for outcome in [WorkQueueState<String>.Outcome.failed, .failed, .done, .failed] {
            queue.add("a")
            _ = queue.next(now: .zero, workers: 1)
            queue.finish("a", outcome, now: .zero)
        }
        #expect(queue.next(now: .zero, workers: 1) == .wait(until: .milliseconds(5)))
    }

    @Test("of two wishes for later the sooner one counts, and a wish for now more than both")
    func soonerWins() {
        var queue = queue()
        queue.add("a", at: .seconds(5))
        queue.add("a", at: .seconds(2))
        queue.add("a", at: .seconds(9))
        #expect(queue.next(now: .zero, workers: 1) == .wait(until: .seconds(2)))
        queue.add("a")
        #expect(queue.next(now: .zero, workers: 1) == .work("a"))
        queue.finish("a", .done, now: .zero)
        #expect(queue.next(now: .seconds(10), workers: 1) == .idle)
    }

    @Test("keys that are due come in the order of their moments")
    func order() {
        var queue = queue()
        queue.add("late", at: .seconds(2))
        queue.add("early", at: .seconds(1))
        #expect(queue.next(now: .seconds(3), workers: 9) == .work("early"))
        #expect(queue.next(now: .seconds(3), workers: 9) == .work("late"))
    }
}
