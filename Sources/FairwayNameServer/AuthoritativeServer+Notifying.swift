import FairwayDNS
import FairwayLinux
import Synchronization
import SystemPackage

extension AuthoritativeServer {
    /// Has the secondaries told of what they do not know yet.
    func notify(of table: AuthorityTable) {
        let news = table.news
        notifier.withLock { notifier in
            if notifier == nil, !news.isEmpty {
                do throws(Errno) {
                    notifier = try Notifier(sendingFrom: addresses)
                } catch {
                    // Short of descriptors or threads. Secondaries find changes by themselves, if later (RFC 1035 §3.3.13),
                    // and the next table tries again.
                    return
                }
            }
            notifier?.follow(news)
        }
    }

    func stopNotifying() {
        notifier.withLock { $0.take() }?.stop()
    }
}
