import FairwayCore
import FairwayLinux
import FairwayNet
import Synchronization
import SystemPackage

/// Connects to backends to find out whether they live: in a thread of its own, away from those that forward.
final class Prober: Sendable {
    private let mailbox: WishBox<[SocketAddress: [BackendStanding]]>
    private let thread: Mutex<KernelThread?>

    /// Starts the thread. Places that are found down, and up again, are told at the board.
    init(board: NoticeBoard) throws(Errno) {
        let mailbox = try WishBox<[SocketAddress: [BackendStanding]]>()
        let poller = Handoff(try mailbox.poller())
        self.mailbox = mailbox
        thread = Mutex(
            try KernelThread(name: "fairway-checks") {
                guard let poller = poller.take() else { return }
                var loop = ProbeLoop(poller: poller, mailbox: mailbox, board: board)
                loop.run()
            })
    }

    /// Checks these places from now on, and no others; the standings are those of the backends whose place it is.
    func follow(_ places: [SocketAddress: [BackendStanding]]) { mailbox.post(places) }

    /// Ends the thread, and waits for that.
    func stop() {
        mailbox.stop()
        thread.withLock { $0.take() }?.join()
    }
}

/// What the thread does, and what belongs to it alone.
private struct ProbeLoop: ~Copyable {
    private let poller: Poller
    private let mailbox: WishBox<[SocketAddress: [BackendStanding]]>
    private let board: NoticeBoard
    private var schedule = ProbeSchedule()
    private var places: [SocketAddress: [BackendStanding]] = [:]
    /// The connections that are being made: their descriptors are closed when they leave this.
    private var descriptors: [SocketAddress: Int32] = [:]
    private var targets: [Int32: SocketAddress] = [:]
    private var now = MonotonicTime.now

    init(poller: consuming Poller, mailbox: WishBox<[SocketAddress: [BackendStanding]]>, board: NoticeBoard) {
        self.poller = poller
        self.mailbox = mailbox
        self.board = board
    }

    mutating func run() {
        while true {
            let wish = mailbox.take()
            if wish.isStopped { break }
            now = .now
            if let places = wish.content { follow(places) }
            for place in schedule.overdue(now: now.milliseconds) { finish(place, false) }
            for place in schedule.begin(now: now.milliseconds) { begin(place) }
            waitForEvents()
        }
        for place in descriptors.keys { close(place) }
    }

    private mutating func follow(_ places: [SocketAddress: [BackendStanding]]) {
        for place in schedule.follow(Set(places.keys), now: now.milliseconds) { close(place) }
        self.places = places
        for (place, standings) in places {
            let isDown = schedule.isDown(place)
            for standing in standings { standing.set(isDown: isDown) }
        }
    }

    private mutating func begin(_ place: SocketAddress) {
        do throws(Errno) {
            let socket = try Socket.connectStream(to: KernelAddress(place))
            try poller.add(socket.number, for: .writable, token: UInt64(socket.number))
            let number = socket.release()
            descriptors[place] = number
            targets[number] = place
        } catch {
            finish(place, error.isShortage ? nil : false)
        }
    }

    private mutating func waitForEvents() {
        let timeout = schedule.nextTime.map {
            Int32(clamping: now.milliseconds(until: MonotonicTime(milliseconds: $0)))
        }
        do throws(Errno) {
            let count = try poller.wait(timeout: timeout)
            now = .now
            // Connections that end here leave their numbers to those that begin later.
            for index in 0..<count {
                guard let place = targets[Int32(truncatingIfNeeded: poller.token(index))] else { continue }
                finish(place, Socket.takeError(of: Int32(poller.token(index))) == nil)
            }
        } catch {
            preconditionFailure("The health checks cannot wait for events: \(error)")
        }
    }

    private mutating func finish(_ place: SocketAddress, _ succeeded: Bool?) {
        close(place)
        guard let change = schedule.finished(place, succeeded, now: now.milliseconds) else { return }
        for standing in places[place] ?? [] { standing.set(isDown: change.isDown) }
        board.post(change.isDown ? .placeDown(place) : .placeUp(place))
    }

    private mutating func close(_ place: SocketAddress) {
        guard let number = descriptors.removeValue(forKey: place) else { return }
        targets[number] = nil
        OwnedDescriptor.close(number)
    }
}
