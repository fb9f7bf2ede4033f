import Testing

@testable import FairwayKubernetes

@Suite struct WatchStateMachineTests {
    /// What happens to a machine that lists at once and watches from version 5.
    enum Input: Sendable {
        case page
        case event(String?)
        case ended
        case failed(WatchStateMachine.Failure)
        case time(Duration)
    }

    /// A step that matters: a list from a version, or a watch from one, and how long it was waited for.
    enum Step: Equatable, Sendable {
        case list(String?)
        case watch(String)
    }

    /// The delays of a watch without the random addition.
    private static let backoff = Backoff(first: .milliseconds(800), longest: .seconds(30))

    private func steps(_ inputs: [Input]) -> (steps: [Step], waited: Duration) {
        var machine = WatchStateMachine(backoff: Self.backoff)
        var (random, now) = (SystemRandomNumberGenerator(), Duration.zero)
        var (steps, waited): ([Step], Duration) = ([], .zero)
        func step(_ machine: inout WatchStateMachine) {
            switch machine.next(now: now, random: &random) {
            case .wait(let moment):
                waited += moment - now
                now = moment
                step(&machine)
            case .list(let query):
                steps.append(.list(query.resourceVersion))
            case .watch(let query):
                steps.append(.watch(query.resourceVersion))
            }
        }
        step(&machine)
        _ = machine.page(resourceVersion: "5", continueToken: nil)
        step(&machine)
        for input in inputs {
            switch input {
            case .event(let version):
                machine.event(resourceVersion: version)
                continue
            case .time(let duration):
                now += duration
                continue
            case .page: _ = machine.page(resourceVersion: "5", continueToken: nil)
            case .ended: machine.ended(now: now, random: &random)
            case .failed(let failure): machine.failed(failure, now: now, random: &random)
            }
            step(&machine)
        }
        return (steps, waited)
    }

    static let cases: [(String, [Input], [Step], Duration)] = [
        ("a clean end is followed at once", [.time(.seconds(300)), .ended], [.watch("5")], .zero),
        ("the version moves with each event", [.event("6"), .event("7"), .ended], [.watch("7")], .zero),
        ("an event without a version moves nothing", [.event("6"), .event(nil), .ended], [.watch("6")], .zero),
        ("a watch closed at once is not hammered", [.ended, .ended], [.watch("5"), .watch("5")], .milliseconds(2400)),
        ("410 lists from the newest state at once", [.failed(.gone)], [.list(nil)], .zero),
        (
            "a list that is gone again waits", [.failed(.gone), .failed(.gone)], [.list(nil), .list(nil)],
            .milliseconds(800)
        ),
        (
            "a version from the future lists from the newest state", [.failed(.tooLargeResourceVersion)], [.list(nil)],
            .zero
        ),
        ("another error keeps the version", [.event("6"), .failed(.other)], [.watch("6")], .milliseconds(800)),
        (
            "a watch that is gone again right after a new list waits, too",
            [.failed(.gone), .page, .failed(.gone)], [.list(nil), .watch("5"), .list(nil)], .milliseconds(800)
        ),
        (
            "hours later gone is nothing special",
            [.failed(.gone), .page, .time(.seconds(7200)), .failed(.gone)],
            [.list(nil), .watch("5"), .list(nil)], .zero
        ),
        (
            "delays double", [.failed(.other), .failed(.other), .failed(.other)],
            [.watch("5"), .watch("5"), .watch("5")], .milliseconds(800 + 1600 + 3200)
        ),
        (
            "two healthy minutes make the delay short again",
            [.failed(.other), .failed(.other), .time(.seconds(120)), .failed(.other)],
            [.watch("5"), .watch("5"), .watch("5")], .milliseconds(800 + 1600 + 800)
        ),
    ]

    @Test("what follows what", arguments: cases)
    func follows(name: String, inputs: [Input], expected: [Step], waited: Duration) {
        let result = steps(inputs)
        #expect(result.steps == [.list("0"), .watch("5")] + expected, "\(name)")
        #expect(result.waited == waited, "\(name)")
    }

    @Test("a continue token that is gone begins the list again from the newest state")
    func goneBetweenPages() {
        var machine = WatchStateMachine(backoff: Self.backoff)
        var random = SystemRandomNumberGenerator()
        _ = machine.next(now: .zero, random: &random)
        #expect(machine.page(resourceVersion: "5", continueToken: "more") == .keep)
        #expect(machine.next(now: .zero, random: &random) == .list(ListQuery(continueToken: "more")))
        machine.failed(.gone, now: .zero, random: &random)
        #expect(machine.next(now: .zero, random: &random) == .list(ListQuery()))
    }

    @Test("delays end at 30 seconds and the random addition doubles them at most", arguments: 1...50)
    func backoffIsBounded(failures: Int) {
        var random = SystemRandomNumberGenerator()
        let delay = Backoff.watch.delay(failures: failures, random: &random)
        #expect(delay >= .milliseconds(800) && delay <= .seconds(60))
        #expect(Backoff.watch.delay(failures: failures) <= .seconds(30))
    }

    @Test("the server's wish for peace is longer than the own delay")
    func retryAfter() {
        var machine = WatchStateMachine(backoff: Self.backoff)
        var random = SystemRandomNumberGenerator()
        _ = machine.next(now: .zero, random: &random)
        machine.failed(.other, now: .zero, retryAfter: .seconds(9), random: &random)
        #expect(machine.next(now: .zero, random: &random) == .wait(until: .seconds(9)))
        #expect(machine.next(now: .seconds(9), random: &random) == .list(ListQuery(resourceVersion: "0")))
    }

    @Test("watches end after 290 to 600 seconds")
    func timeouts() {
        var random = SystemRandomNumberGenerator()
        var seen: Set<Int> = []
        for _ in 0..<100 {
            var machine = WatchStateMachine()
            _ = machine.page(resourceVersion: "5", continueToken: nil)
            if case .watch(let query) = machine.next(now: .zero, random: &random) {
                seen.insert(query.timeoutSeconds)
            }
        }
        #expect(seen.count > 10)
        #expect(seen.allSatisfy { (290...600).contains($0) })
    }
}
