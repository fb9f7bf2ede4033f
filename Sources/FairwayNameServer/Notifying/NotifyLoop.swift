import FairwayDNS
import FairwayLinux
import FairwayNet
import SystemPackage

/// What the thread of a `Notifier` does, and what belongs to it alone.
struct NotifyLoop: ~Copyable {
    typealias Subject = NotifySchedule.Subject

    /// A notification that waits for its answer.
    private struct Attempt {
        let notification: Notification
        /// Connected to the secondary. Closed when the attempt ends.
        let descriptor: Int32
    }

    private let poller: Poller
    private let mailbox: WishBox<[NotifySchedule.Subject: NotifySchedule.News]>
    private let sources: [IPAddress]
    private var schedule = NotifySchedule()
    private var attempts: [Subject: Attempt] = [:]
    private var subjects: [Int32: Subject] = [:]
    private var now = Moment.now
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 16)

    init(
        poller: consuming Poller, mailbox: WishBox<[NotifySchedule.Subject: NotifySchedule.News]>, sources: [IPAddress]
    ) {
        self.poller = poller
        self.mailbox = mailbox
        self.sources = sources
    }

    deinit {
        buffer.deallocate()
    }

    mutating func run() {
        while true {
            let wish = mailbox.take()
            if wish.isStopped { break }
            now = .now
            if let news = wish.content {
                for subject in schedule.follow(news, now: now.monotonic.milliseconds) { end(subject) }
            }
            for action in schedule.actions(now: now.monotonic.milliseconds) {
                switch action {
                case .giveUp(let subject): end(subject)
                case .tell(let subject, let news):
                    end(subject)
                    tell(subject, news)
                }
            }
            waitForEvents()
        }
        for subject in attempts.keys { end(subject) }
    }

    /// Sends a notification. One that cannot be sent is tried again like one that is not answered.
    private mutating func tell(_ subject: Subject, _ news: NotifySchedule.News) {
        do {
            let notification = try Notification(
                of: subject.zone, id: .random(in: 0 ... .max), key: news.key, at: now.unix)
            let source = source(for: subject.secondary.address).map { KernelAddress($0, port: 0) }
            let socket = try Socket.connectDatagram(to: KernelAddress(subject.secondary), from: source)
            _ = try notification.bytes.span.withUnsafeBytes { bytes throws(Errno) in
                try Socket.write(to: socket.number, from: bytes)
            }
            try poller.add(socket.number, for: .readable, token: UInt64(socket.number))
            let descriptor = socket.release()
            attempts[subject] = Attempt(notification: notification, descriptor: descriptor)
            subjects[descriptor] = subject
        } catch {
            // Descriptors or memory may be short, or there is no route at the moment.
        }
    }

    /// The address that a secondary knows this server by: the first that it can have been given. `nil`: any.
    private func source(for secondary: IPAddress) -> IPAddress? {
        sources.first {
            $0.family == secondary.family && !$0.isUnspecified && $0.isLoopback == secondary.isLoopback
        }
    }

    private mutating func waitForEvents() {
        let timeout = schedule.nextTime.map {
            Int32(clamping: now.monotonic.milliseconds(until: MonotonicTime(milliseconds: $0)))
        }
        do throws(Errno) {
            let count = try poller.wait(timeout: timeout)
            now = .now
            for index in 0..<count {
                guard let subject = subjects[Int32(truncatingIfNeeded: poller.token(index))] else { continue }
                receive(subject)
            }
        } catch {
            preconditionFailure("The notifications of zones cannot wait for events: \(error)")
        }
    }

    private mutating func receive(_ subject: Subject) {
        guard let attempt = attempts[subject] else { return }
        do throws(Errno) {
            while case .done(let count) = try Socket.read(from: attempt.descriptor, into: buffer) {
                guard attempt.notification.isAnswered(by: Array(buffer[..<count]), at: now.unix) else { continue }
                schedule.acknowledged(subject)
                return end(subject)
            }
        } catch {
            // Nobody is there yet (ICMP): the next attempt may find somebody.
        }
    }

    private mutating func end(_ subject: Subject) {
        guard let attempt = attempts.removeValue(forKey: subject) else { return }
        subjects[attempt.descriptor] = nil
        OwnedDescriptor.close(attempt.descriptor)
    }
}
