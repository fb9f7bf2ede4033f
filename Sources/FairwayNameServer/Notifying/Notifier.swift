import FairwayDNS
import FairwayLinux
import FairwayNet
import Synchronization
import SystemPackage

/// Tells secondaries of zones that have changed: in a thread of its own, away from those that answer.
final class Notifier: Sendable {
    private let mailbox: WishBox<[NotifySchedule.Subject: NotifySchedule.News]>
    private let thread: Mutex<KernelThread?>

    /// Starts the thread. It sends from those of `addresses` where the secondaries know this server, on any port.
    init(sendingFrom addresses: [SocketAddress]) throws(Errno) {
        let mailbox = try WishBox<[NotifySchedule.Subject: NotifySchedule.News]>()
        let poller = Handoff(try mailbox.poller())
        self.mailbox = mailbox
        thread = Mutex(
            try KernelThread(name: "fairway-notify") {
                guard let poller = poller.take() else { return }
                var loop = NotifyLoop(poller: poller, mailbox: mailbox, sources: addresses.map(\.address))
                loop.run()
            })
    }

    /// Tells this from now on, and nothing else.
    func follow(_ news: [NotifySchedule.Subject: NotifySchedule.News]) { mailbox.post(news) }

    /// Ends the thread, and waits for that.
    func stop() {
        mailbox.stop()
        thread.withLock { $0.take() }?.join()
    }
}

extension AuthorityTable {
    /// Who is to be told of which serial. Where a key is wanted that there is not, nobody could transfer the zone.
    var news: [NotifySchedule.Subject: NotifySchedule.News] {
        let keys = Dictionary(keys.map { ($0.name, $0) }) { first, _ in first }
        var news: [NotifySchedule.Subject: NotifySchedule.News] = [:]
        for zone in zones {
            let key = zone.transfer.key.flatMap { keys[$0] }
            guard zone.transfer.key == nil || key != nil else { continue }
            for secondary in zone.transfer.notified {
                let subject = NotifySchedule.Subject(zone: zone.contents.apex, secondary: secondary)
                guard news[subject] == nil else { continue }
                news[subject] = NotifySchedule.News(serial: zone.contents.serial, key: key)
            }
        }
        return news
    }
}
