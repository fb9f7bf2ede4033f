package import FairwayDNS
internal import FairwayLinux
package import FairwayNet
internal import Synchronization
internal import SystemPackage

/// An authoritative DNS server, over UDP and TCP: a fixed set of threads that answer from an immutable table.
///
/// Each thread has sockets of its own for each address (SO_REUSEPORT, socket(7)); an answer leaves from the address that was
/// asked. Threads share the table, which is swapped, and how many TCP connections there are. May be called from any thread.
/// `close` must be called before it is let go, or its threads end some time later.
package final class AuthoritativeServer: NameServer {
    /// Where it answers, in the order of what was asked for: with the port that the kernel chose, where port 0 was.
    package let addresses: [SocketAddress]
    /// Those of all threads, until `close`.
    let sockets: Mutex<[BoundSocket]>
    let workers: Mutex<[WorkerThread]>
    /// Once there is somebody to be told.
    let notifier = Mutex<Notifier?>(nil)

    /// Binds UDP and TCP on each address, and answers SERVFAIL from then on, until there is a table. Where it takes the place of
    /// another server, what comes before that waits instead.
    ///
    /// - Parameters:
    ///   - addresses: with port 0, the kernel chooses one that both are free on. `0.0.0.0` and `::` are all addresses of
    ///     their family.
    ///   - inherited: descriptors of sockets that another server gave away (`socketNumbers`). They are this one's from now
    ///     on, also where this fails. Those of the addresses are read on, with what waits in them; the others are closed.
    ///   - settings: what else it is told.
    ///   - threads: by default as many as there are processors for this process.
    /// - Throws: what cannot be listened at, and why. Nothing is bound then.
    package init(
        listeningAt addresses: [SocketAddress], inheriting inherited: [Int32] = [],
        settings: NameServerSettings = NameServerSettings(), threads: Int? = nil
    ) throws(ListenFailure) {
        let awaitsTable = !inherited.isEmpty
        let inherited = InheritedSockets(taking: inherited)
        let count = try Self.threadCount(threads, for: addresses)
        let sockets = try ListeningSockets(at: addresses, inheriting: inherited, count: count)
        self.sockets = Mutex(sockets.all)
        self.addresses = sockets.addresses
        let ledger = ConnectionLedger(settings.connections)
        var started: [WorkerThread] = []
        do throws(Errno) {
            for number in 0..<count {
                started.append(
                    try WorkerThread(
                        number: number, sockets: sockets.share(number, of: count), awaitsTable: awaitsTable,
                        settings: settings, ledger: ledger))
            }
        } catch {
            started.forEach { $0.post(.stop(nil)) }
            throw ListenFailure(Self.any(of: addresses), .udp, error)
        }
        workers = Mutex(started)
    }

    deinit {
        stopNotifying()
        workers.withLock { $0 }.forEach { $0.post(.stop(nil)) }
    }

    private static func threadCount(_ asked: Int?, for addresses: [SocketAddress]) throws(ListenFailure) -> Int {
        do throws(Errno) {
            if let asked { return max(1, asked) }
            return try ProcessorCount.available()
        } catch {
            throw ListenFailure(any(of: addresses), .udp, error)
        }
    }

    /// What a failure is told of that is not one address's own.
    private static func any(of addresses: [SocketAddress]) -> SocketAddress {
        addresses.first ?? SocketAddress(address: .v4(IPv4Address(rawValue: 0)), port: 0)
    }

    /// See `NameServer`. When it returns, every thread answers from the table; secondaries are told meanwhile.
    package func apply(_ table: AuthorityTable) async {
        let authority = Authority(table)
        guard !(await ask { .answer(from: authority, $0) }).isEmpty else { return }
        notify(of: table)
    }

    /// What it has counted since it began.
    package func counters() async -> NameServerCounters {
        await ask { .count($0) }.reduce(into: NameServerCounters()) { $1.add(to: &$0) }
    }

    /// Stops answering and closes everything. Nothing can be applied afterwards.
    package func close() async {
        stopNotifying()
        let ending = workers.withLock { workers in
            defer { workers = [] }
            return workers
        }
        guard !ending.isEmpty else { return }
        _ = await withCheckedContinuation { (continuation: CheckedContinuation<[Void], Never>) in
            let gathering = Gathering(count: ending.count, continuation)
            for worker in ending { worker.post(.stop(gathering)) }
        }
        ending.forEach { $0.join() }
        sockets.withLock { $0 = [] }
    }

    /// Gives each thread a command, and waits until all have answered. Of several that are given at a time, all threads have
    /// the same one last.
    func ask<Reply: Sendable>(_ command: (Gathering<Reply>) -> WorkerCommand) async -> [Reply] {
        await withCheckedContinuation { continuation in
            workers.withLock { workers in
                guard !workers.isEmpty else { return continuation.resume(returning: []) }
                let gathering = Gathering(count: workers.count, continuation)
                for worker in workers { worker.post(command(gathering)) }
            }
        }
    }
}
