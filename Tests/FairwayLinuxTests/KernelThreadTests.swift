import FairwayLinux
import Synchronization
import Testing

@Suite("Threads")
struct KernelThreadTests {
    @Test("a thread does its work before it is joined, and can be woken")
    func joinsAndWakes() throws {
        let shared = try Shared()
        let thread = try KernelThread(name: "a name of which the kernel takes fifteen bytes") { shared.wait() }
        shared.wakeup.signal()
        thread.join()
        #expect(shared.events.withLock { $0 } == 1)
    }

    @Test("time goes forwards, and differences are never negative")
    func time() {
        let start = MonotonicTime.now
        let later = start.advanced(by: 1_500)
        #expect(start.milliseconds(until: later) == 1_500)
        #expect(later.milliseconds(until: start) == 0)
        #expect(MonotonicTime.now >= start)
    }

    @Test("there is a processor to run on, and descriptors may be opened")
    func limits() throws {
        #expect(try ProcessorCount.available() >= 1)
        #expect(try DescriptorLimit.raise() > 0)
    }
}

private final class Shared: Sendable {
    let wakeup: Wakeup
    let events = Mutex(0)

    init() throws {
        wakeup = try Wakeup()
    }

    func wait() {
        guard let poller = try? Poller() else { return }
        guard (try? poller.add(wakeup.number, for: .readable, token: 1)) != nil else { return }
        let count = (try? poller.wait(timeout: 10_000)) ?? 0
        wakeup.drain()
        events.withLock { $0 = count }
    }
}
