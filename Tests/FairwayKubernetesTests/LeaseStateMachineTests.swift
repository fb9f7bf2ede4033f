import Testing

@testable import FairwayKubernetes

@Suite struct LeaseStateMachineTests {
    /// What happens to a candidate.
    enum Input: Sendable {
        case time(Int)
        /// The Lease is read: its holder, and when that last renewed.
        case saw(String?, Int)
        case none
        case wrote
        case conflict
        case failed
        /// The answer to the last write is lost, but it was done, as the next read shows.
        case lost
    }

    /// What a candidate does, waits left out.
    enum Step: Equatable, Sendable {
        case read
        case create
        case replace(transitions: Int)
        case stepDown
    }

    /// A candidate in a world that answers as told.
    private struct World: ~Copyable {
        private var machine = LeaseStateMachine(identity: "me", timing: .standard)
        private var random = Highest()
        private(set) var now = Duration.zero
        private(set) var steps: [Step] = []
        private var written: LeaseSpec?

        var isHolder: Bool { machine.isHolder }

        /// Steps until something is asked of the server, or of the work.
        mutating func step() {
            switch machine.next(now: now, time: "at \(now)") {
            case .wait(let moment):
                now = moment
                step()
            case .read:
                steps.append(.read)
            case .write(let spec, let version, _):
                written = spec
                steps.append(version == nil ? .create : .replace(transitions: spec.leaseTransitions ?? 0))
            case .stepDown:
                steps.append(.stepDown)
            }
        }

        mutating func take(_ input: Input) {
            switch input {
            case .time(let seconds): now += .seconds(seconds)
            case .saw(let holder, let renewal):
                let spec = LeaseSpec(
                    holderIdentity: holder, leaseDurationSeconds: 15, renewTime: "\(renewal)", leaseTransitions: 3)
                machine.saw(lease(spec), now: now, random: &random)
            case .none: machine.saw(nil, now: now, random: &random)
            case .wrote: machine.wrote(lease(written), now: now)
            case .conflict: machine.conflicted(now: now, random: &random)
            case .failed: machine.failed(now: now, random: &random)
            case .lost: machine.saw(lease(written), now: now, random: &random)
            }
            guard case .time = input else { return step() }
        }

        private func lease(_ spec: LeaseSpec?) -> Lease {
            Lease(metadata: ObjectMeta(name: "l", resourceVersion: "\(now)"), spec: spec)
        }
    }

    /// The longest waits: 4.4 s for a candidate.
    private struct Highest: RandomNumberGenerator {
        func next() -> UInt64 { .max }
    }

    static let cases: [(String, [Input], [Step], Bool)] = [
        ("there is none: it is made", [.none, .wrote], [.read, .create, .replace(transitions: 0)], true),
        ("two make it at once: one has it", [.none, .conflict], [.read, .create, .read], false),
        ("nobody holds it: taken", [.saw(nil, 1), .wrote], taken, true),
        ("its holder is gone, and says so with an empty name", [.saw("", 1), .wrote], taken, true),
        ("it was ours before a restart: taken", [.saw("me", 1), .wrote], [.read] + renewals(2, 3), true),
        ("somebody holds it", [.saw("other", 1)], [.read, .read], false),
        (
            "it is not seen to change for 15 s: taken", held(1, 1, 1, 1) + [.saw("other", 1)],
            reads(5) + [take], false
        ),
        ("it changes every time, whatever its clock says", held(9, 8, 7, 6, 5, 4, 3, 2, 1, 0), reads(11), false),
        ("a taken one is taken by somebody else first", [.saw(nil, 1), .conflict], [.read, take, .read], false),
        ("renewed and renewed", [.none, .wrote, .wrote], [.read, .create] + renewals(2), true),
        (
            "a renewal that fails is tried again", [.none, .wrote, .failed, .wrote], [.read, .create] + renewals(3),
            true
        ),
        (
            "no renewal for 10 s: over", [.none, .wrote, .failed, .failed, .failed, .failed],
            [.read, .create] + renewals(4) + [.stepDown], false
        ),
        (
            "paused for 10 s: over before anything else", [.none, .time(10), .wrote],
            [.read, .create, .stepDown], false
        ),
        (
            "stolen: read at once, and over", [.none, .wrote, .conflict, .saw("other", 9)],
            [.read, .create] + renewals(1) + [.read, .stepDown], false
        ),
        (
            "written to by somebody who did not take it", [.none, .wrote, .conflict, .saw("me", 9), .wrote],
            [.read, .create] + renewals(1) + [.read, .replace(transitions: 3), .replace(transitions: 3)], true
        ),
        (
            "deleted: made again", [.none, .wrote, .conflict, .none, .wrote],
            [.read, .create] + renewals(1) + [.read, .create, .replace(transitions: 0)], true
        ),
        (
            "a renewal whose answer was lost counts", [.none, .wrote, .failed, .conflict, .lost],
            [.read, .create] + renewals(2) + [.read] + renewals(1), true
        ),
    ]

    private static let take = Step.replace(transitions: 4)
    private static let taken = [.read, take, take]

    private static func renewals(_ count: Int, _ transitions: Int = 0) -> [Step] {
        Array(repeating: .replace(transitions: transitions), count: count)
    }

    private static func held(_ renewals: Int...) -> [Input] { renewals.map { .saw("other", $0) } }

    private static func reads(_ count: Int) -> [Step] { Array(repeating: .read, count: count) }

    @Test("a candidate does what is right", arguments: cases)
    func steps(what: String, inputs: [Input], steps: [Step], isHolder: Bool) {
        var world = World()
        world.step()
        for input in inputs {
            world.take(input)
        }
        #expect(world.steps == steps)
        #expect(world.isHolder == isHolder)
    }

    @Test("a candidate waits 2 s and up to 2.4 more, a holder 2 s")
    func waits() {
        var random = SystemRandomNumberGenerator()
        var machine = LeaseStateMachine(identity: "me", timing: .standard)
        let other = Lease(metadata: ObjectMeta(resourceVersion: "1"), spec: LeaseSpec(holderIdentity: "other"))
        machine.saw(other, now: .zero, random: &random)
        guard case .wait(let moment) = machine.next(now: .zero, time: "") else {
            Issue.record("it does not wait")
            return
        }
        #expect(moment >= .seconds(2) && moment <= .milliseconds(4400))
        machine.saw(nil, now: .seconds(5), random: &random)
        _ = machine.next(now: .seconds(5), time: "")
        machine.wrote(Lease(metadata: ObjectMeta(resourceVersion: "2")), now: .seconds(6))
        #expect(machine.next(now: .seconds(6), time: "") == .wait(until: .seconds(8)))
        // The work's time is counted from when the write was begun: others may have seen it since then.
        guard case .write(_, _, let deadline) = machine.next(now: .seconds(14), time: "") else {
            Issue.record("it does not renew")
            return
        }
        #expect(deadline == .seconds(15))
    }

    @Test("only a holder releases, with nobody as the holder")
    func release() {
        var random = SystemRandomNumberGenerator()
        var machine = LeaseStateMachine(identity: "me", timing: .standard)
        #expect(machine.release(now: .zero, time: "t", timeout: .seconds(1)) == nil)
        machine.saw(nil, now: .zero, random: &random)
        _ = machine.next(now: .zero, time: "t")
        machine.wrote(
            Lease(metadata: ObjectMeta(resourceVersion: "7"), spec: LeaseSpec(holderIdentity: "me")), now: .zero)
        let empty = LeaseSpec(leaseDurationSeconds: 1, acquireTime: "t", renewTime: "t")
        #expect(
            machine.release(now: .zero, time: "t", timeout: .seconds(1))
                == .write(empty, over: "7", by: .seconds(1)))
        let isHolder = machine.isHolder
        #expect(!isHolder)
    }
}
