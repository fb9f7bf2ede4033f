import Testing

@testable import FairwayKubernetes

@Suite struct EventLogTests {
    private func event(_ name: String, reason: String = "R", time: String = "t0", version: String = "1") -> Event {
        Event(
            metadata: ObjectMeta(name: name, namespace: "default"), eventTime: time, reportingController: "c",
            reportingInstance: "i", action: "A", reason: reason,
            regarding: ObjectReference(kind: "Service", name: "web", resourceVersion: version), note: "note",
            type: "Normal")
    }

    private func counted(_ event: Event, _ count: Int, _ time: String) -> Event {
        var event = event
        event.series = Event.Series(count: count, lastObservedTime: time)
        return event
    }

    @Test("a repeat is counted on the first event, also when the object changed meanwhile")
    func repeats() {
        var log = EventLog()
        log.record(event("n1"), now: .zero)
        #expect(log.next(now: .zero) == .create(event("n1")))
        log.finish(event("n1"), .written, newName: "x")
        #expect(log.next(now: .zero) == .idle)
        log.record(event("n2", time: "t1", version: "2"), now: .seconds(1))
        #expect(log.next(now: .seconds(1)) == .count(counted(event("n1"), 2, "t1")))
        log.record(event("n3", time: "t2"), now: .seconds(2))
        #expect(log.next(now: .seconds(2)) == .count(counted(event("n1"), 3, "t2")))
    }

    @Test("repeats that come before the first write make one event with a count")
    func repeatsBeforeWrite() {
        var log = EventLog()
        for number in 0..<5 {
            log.record(event("n\(number)", time: "t\(number)"), now: .zero)
        }
        #expect(log.next(now: .zero) == .create(counted(event("n0"), 5, "t4")))
        #expect(log.next(now: .zero) == .idle)
    }

    @Test("another reason is another event")
    func differs() {
        var log = EventLog()
        log.record(event("n1"), now: .zero)
        log.record(event("n2", reason: "S"), now: .zero)
        #expect(log.next(now: .zero) == .create(event("n1")))
        #expect(log.next(now: .zero) == .create(event("n2", reason: "S")))
    }

    @Test("after the window the same thing is a new event")
    func window() {
        var log = EventLog()
        log.record(event("n1"), now: .zero)
        _ = log.next(now: .zero)
        log.finish(event("n1"), .written, newName: "x")
        log.record(event("n2"), now: EventLog.window)
        #expect(log.next(now: EventLog.window) == .create(event("n2")))
    }

    @Test("an event that the server dropped is created again under a new name")
    func gone() {
        var log = EventLog()
        log.record(event("n1"), now: .zero)
        _ = log.next(now: .zero)
        log.finish(event("n1"), .written, newName: "x")
        log.record(event("n2", time: "t1"), now: .seconds(1))
        let second = counted(event("n1"), 2, "t1")
        #expect(log.next(now: .seconds(1)) == .count(second))
        log.finish(second, .gone, newName: "n3")
        #expect(log.next(now: .seconds(1)) == .create(counted(event("n3"), 2, "t1")))
    }

    @Test("what fails is dropped and counted, and the next one is a new event")
    func failed() {
        var log = EventLog()
        log.record(event("n1"), now: .zero)
        _ = log.next(now: .zero)
        log.finish(event("n1"), .failed, newName: "x")
        #expect(log.takeDropped() == 1)
        log.record(event("n2"), now: .zero)
        #expect(log.next(now: .zero) == .create(event("n2")))
    }

    @Test("a full queue drops the newest")
    func bounded() {
        var log = EventLog(limit: 2)
        for number in 0..<5 {
            log.record(event("n\(number)", reason: "R\(number)"), now: .zero)
        }
        #expect(log.takeDropped() == 3)
        #expect(log.next(now: .zero) == .create(event("n0", reason: "R0")))
        #expect(log.next(now: .zero) == .create(event("n1", reason: "R1")))
        #expect(log.next(now: .zero) == .idle)
    }

    @Test("an empty bucket makes the rest wait")
    func bucket() {
        var log = EventLog(bucket: TokenBucket(capacity: 1, perSecond: 10))
        log.record(event("n1"), now: .zero)
        log.record(event("n2", reason: "S"), now: .zero)
        #expect(log.next(now: .zero) == .create(event("n1")))
        #expect(log.next(now: .zero) == .wait(until: .milliseconds(101)))
        #expect(log.next(now: .milliseconds(101)) == .create(event("n2", reason: "S")))
    }
}
