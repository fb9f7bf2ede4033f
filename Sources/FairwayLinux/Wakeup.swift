internal import CFairwayLinux
package import SystemPackage

/// Makes a waiting thread get up: a descriptor that becomes readable when any thread signals it (eventfd(2)).
package struct Wakeup: ~Copyable, Sendable {
    private let descriptor: OwnedDescriptor

    package init() throws(Errno) {
        descriptor = OwnedDescriptor(taking: try retrying { fairway_eventfd() })
    }

    /// The descriptor to watch.
    package var number: Int32 { descriptor.number }

    package func signal() {
        // The one failure is a counter that is full, which wakes the thread as well.
        _ = fairway_eventfd_signal(descriptor.number)
    }

    /// Makes the descriptor unreadable until the next signal.
    package func drain() {
        // The one failure is that nothing was signalled.
        _ = fairway_eventfd_drain(descriptor.number)
    }
}
