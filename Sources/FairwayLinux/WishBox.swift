internal import Synchronization
package import SystemPackage

/// The way to a thread that waits with a poller, and wants only the latest of what it is told, and to know when to stop.
package final class WishBox<Content: Sendable>: Sendable {
    /// What there is to do.
    package struct Wish: Sendable {
        /// `nil` where it is what it was.
        package var content: Content?
        package var isStopped = false
    }

    private let wish = Mutex(Wish())
    private let wakeup: Wakeup

    package init() throws(Errno) {
        wakeup = try Wakeup()
    }

    /// One that wakes up, with a token that no descriptor has, when there is something to do.
    package func poller() throws(Errno) -> sending Poller {
        let poller = try Poller()
        try poller.add(wakeup.number, for: .readable, token: .max)
        return poller
    }

    /// Tells it this, in the place of what it has not taken yet.
    package func post(_ content: Content) {
        wish.withLock { $0.content = content }
        wakeup.signal()
    }

    /// Tells it to end.
    package func stop() {
        wish.withLock { $0.isStopped = true }
        wakeup.signal()
    }

    /// What came since it was last asked. For its thread only.
    package func take() -> Wish {
        wakeup.drain()
        return wish.withLock { wish in
            defer { wish.content = nil }
            return wish
        }
    }
}
