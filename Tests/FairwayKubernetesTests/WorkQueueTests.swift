import FairwayKubernetes
import Testing

@Suite struct WorkQueueTests {
    private struct Failure: Error {}

    private let clock = ManualClock()

    @Test("a key that fails is tried again with growing delays, until it is done")
    func retries() async throws {
        let queue = WorkQueue<String>(clock: clock)
        let tries = Locked(0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await queue.run(workers: 2) { _ in
                    let count = tries.change { tries in
                        tries += 1
                        return tries
                    }
                    guard count > 3 else { throw Failure() }
                    return .done
                }
            }
            defer { group.cancelAll() }
            queue.add("a")
            var now = Duration.zero
            for delay in [5, 10, 20] {
                now += .milliseconds(delay)
                try await eventually("the key waits until \(now)") { clock.deadlines == [now] }
                clock.advance(by: .milliseconds(delay))
            }
            try await eventually("the key is done") { tries.value == 4 }
        }
    }

    @Test("a key asked for later, or again, is worked on then")
    func later() async throws {
        let queue = WorkQueue<String>(clock: clock)
        let done = Locked<[String]>([])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await queue.run(workers: 1) { key in
                    let count = done.change { done in
                        done.append(key)
                        return done.count
                    }
                    return count == 1 ? .again(after: .seconds(3)) : .done
                }
            }
            defer { group.cancelAll() }
            queue.add("a", after: .seconds(1))
            try await eventually("the key waits") { clock.deadlines == [.seconds(1)] }
            clock.advance(by: .seconds(1))
            try await eventually("the key waits again") { clock.deadlines == [.seconds(4)] }
            clock.advance(by: .seconds(3))
            try await eventually("the key is worked on twice") { done.value.count == 2 }
        }
    }

    @Test("many keys, few workers: all are worked on, no key by two at once")
    func many() async throws {
        let queue = WorkQueue<Int>()
        let state = Locked((running: Set<Int>(), done: Set<Int>(), most: 0, clashes: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await queue.run(workers: 4) { key in
                    state.change {
                        $0.clashes += $0.running.insert(key).inserted ? 0 : 1
                        $0.most = max($0.most, $0.running.count)
                    }
                    await Task.yield()
                    state.change {
                        $0.running.remove(key)
                        $0.done.insert(key)
                    }
                    return .done
                }
            }
            defer { group.cancelAll() }
            for round in 0..<3 {
                for key in 0..<500 { queue.add(key) }
                try await eventually("round \(round) is done") { state.value.done.count == 500 }
            }
        }
        #expect(state.value.clashes == 0)
        #expect(state.value.most <= 4)
    }
}
