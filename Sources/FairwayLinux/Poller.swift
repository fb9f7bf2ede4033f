internal import CFairwayLinux
internal import Glibc
package import SystemPackage

/// Waits for events of many descriptors (epoll(7)). For one thread.
package struct Poller: ~Copyable {
    private let epoll: OwnedDescriptor
    private let events: UnsafeMutableBufferPointer<epoll_event>

    /// Makes one of which a `wait` takes at most `capacity` events.
    package init(capacity: Int = 256) throws(Errno) {
        epoll = OwnedDescriptor(taking: try retrying { fairway_epoll_create() })
        events = .allocate(capacity: capacity)
        events.initialize(repeating: epoll_event())
    }

    deinit {
        events.deallocate()
    }

    /// Watches a descriptor until it is closed. `token` comes back with each of its events.
    package func add(_ descriptor: Int32, for interest: Readiness, token: UInt64) throws(Errno) {
        _ = try retrying { fairway_epoll_add(epoll.number, descriptor, interest.rawValue, token) }
    }

    /// Changes what a descriptor is watched for.
    package func change(_ descriptor: Int32, to interest: Readiness, token: UInt64) throws(Errno) {
        _ = try retrying { fairway_epoll_change(epoll.number, descriptor, interest.rawValue, token) }
    }

    /// Watches a descriptor no more. Closing it is not enough where another process has the socket too.
    package func remove(_ descriptor: Int32) throws(Errno) {
        _ = try retrying { fairway_epoll_remove(epoll.number, descriptor) }
    }

    /// Waits until there are events, at most `timeout` milliseconds; `nil` waits for ever.
    /// - Returns: how many there are: see `readiness(_:)` and `token(_:)`.
    package func wait(timeout: Int32?) throws(Errno) -> Int {
        Int(try retrying { fairway_epoll_wait(epoll.number, events.baseAddress, Int32(events.count), timeout ?? -1) })
    }

    /// What an event of the last `wait` says.
    package func readiness(_ index: Int) -> Readiness { Readiness(rawValue: events[index].events) }

    /// Whom an event of the last `wait` is for.
    package func token(_ index: Int) -> UInt64 { events[index].data.u64 }
}

/// What a descriptor is ready for, or is watched for.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package static let readable = Readiness(rawValue: EPOLLIN.rawValue)
    package static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
    /// The peer has finished sending.
    package static let peerFinished = Readiness(rawValue: EPOLLRDHUP.rawValue)
    /// Urgent data has come (tcp(7)): reads stop short at its place.
    package static let urgent = Readiness(rawValue: EPOLLPRI.rawValue)
    /// Both directions have ended. Always watched for.
    package static let hangup = Readiness(rawValue: EPOLLHUP.rawValue)
    /// The socket has kept an error. Always watched for.
    package static let error = Readiness(rawValue: EPOLLERR.rawValue)
    /// Tell each change once, not as long as it lasts.
    package static let edgeTriggered = Readiness(rawValue: EPOLLET.rawValue)
}

/// What an event says: a few bits to test, where sets made for each event would take longer than what they are for.
extension Readiness {
    /// Whether a read tells more: it brings bytes, the end or the error.
    package var letsRead: Bool {
        has(EPOLLIN.rawValue | EPOLLPRI.rawValue | EPOLLRDHUP.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue)
    }
    /// Whether a write is taken, or tells the error.
    package var letsWrite: Bool { has(EPOLLOUT.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) }
    /// Whether the peer will send no more than is there already.
    package var isLast: Bool { has(EPOLLRDHUP.rawValue | EPOLLHUP.rawValue) }
    /// Whether there is urgent data.
    package var isUrgent: Bool { has(EPOLLPRI.rawValue) }
    /// Whether the connection broke.
    package var isError: Bool { has(EPOLLERR.rawValue) }

    private func has(_ bits: UInt32) -> Bool { rawValue & bits != 0 }
}
