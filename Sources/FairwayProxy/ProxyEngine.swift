package import FairwayCore
internal import FairwayLinux
package import SystemPackage

/// The engine in user space: a fixed set of threads that relay TCP connections and UDP datagrams between sockets.
///
/// It needs no privilege beyond that of binding the frontends' addresses and ports. Each thread has a socket of its own
/// for each frontend (SO_REUSEPORT, socket(7)), and what comes in there stays with that thread, so that threads share
/// nothing but what they look at where a flow begins and ends: how backends fare, how many flows a Service has, which
/// backend each client had where it asks for affinity, and how fast clients come where it limits that. `close` must be
/// called before it is let go, or its threads end some time later.
package actor ProxyEngine: Engine {
    private(set) var workers: [WorkerThread] = []
    var served: [Frontend: ServedFrontend] = [:]
    var clients = SharedClients()
    var standings: BackendStandings
    var lookups = NewLookups()
    var prober: Prober?
    nonisolated let board = NoticeBoard()
    /// What the next table may use of another engine's.
    var inherited: ProxyEstate?
    /// The threads that `close` waits for.
    private var ending: [WorkerThread] = []

    package nonisolated var kind: EngineKind { .proxy }

    /// Starts the threads, by default as many as there are processors for this process, and raises the process's limit
    /// of open descriptors as far as it may.
    package init(threads: Int? = nil) throws(Errno) {
        standings = BackendStandings(board: board)
        let limit = try DescriptorLimit.raise()
        let count: Int
        if let threads { count = max(1, threads) } else { count = try ProcessorCount.available() }
        let budget = DescriptorBudget(limit: limit, board: board)
        // A flood of new UDP clients must leave descriptors for connections.
        let sessionLimit = max(8, budget.allowance * 3 / 4 / count)
        do throws(Errno) {
            for number in 0..<count {
                workers.append(try WorkerThread(number: number, sessionLimit: sessionLimit, budget: budget))
            }
        } catch {
            workers.forEach { $0.post(.stop(graceMilliseconds: 0, nil)) }
            throw error
        }
    }

    deinit {
        prober?.stop()
        workers.forEach { $0.post(.stop(graceMilliseconds: 0, nil)) }
    }

    /// See `Engine`. Frontends that were refused are tried again by every call.
    package func apply(_ table: ForwardingTable) async -> [Frontend: Refusal] {
        guard !workers.isEmpty else { return table.entries.mapValues { _ in .engineStopped } }
        var refusals: [Frontend: Refusal] = [:]
        var changes = Array(repeating: WorkerChange(), count: workers.count)
        for frontend in served.keys where table.entries[frontend] == nil {
            served[frontend] = nil
            for worker in changes.indices { changes[worker].removed.append(frontend) }
        }
        for (frontend, entry) in table.entries {
            refusals[frontend] = update(frontend, to: entry, &changes)
        }
        lookups = NewLookups()
        clients.forget(allBut: served)
        standings.forget()
        check()
        for (worker, estate) in (inherited?.workers ?? []).enumerated() { changes[worker].sessions = estate.sessions }
        inherited = nil
        let failures = await send(changes)
        return refusals.merging(failures) { $1 }
    }

    package func counters() async -> EngineCounters {
        var merged = EngineCounters(backends: backendStates)
        for replies in await workers.ask({ .count($0) }) {
            for (frontend, counters) in replies {
                merged.frontends[frontend, default: FlowCounters()].add(counters)
            }
        }
        return merged
    }

    /// See `Engine`.
    package nonisolated func notices() -> AsyncStream<EngineNotice> { board.read() }

    /// Stops: takes no more connections, and cuts those that have not ended by themselves in time.
    ///
    /// UDP is forwarded meanwhile. Nothing can be applied afterwards. While one call waits, another can only have it end
    /// sooner, and returns at once.
    package func close(grace: Duration = .zero) async {
        let milliseconds = grace.milliseconds
        guard ending.isEmpty else {
            return ending.forEach { $0.post(.stop(graceMilliseconds: milliseconds, nil)) }
        }
        let ending = workers
        self.ending = ending
        workers = []
        served = [:]
        prober?.stop()
        prober = nil
        board.close()
        _ = await ending.ask { (gathering: Gathering<Void>) in
            .stop(graceMilliseconds: milliseconds, gathering)
        }
        ending.forEach { $0.join() }
        self.ending = []
    }
}

extension Duration {
    /// Whole milliseconds; 0 for what is less, or negative.
    fileprivate var milliseconds: UInt64 {
        let (seconds, attoseconds) = components
        return UInt64(max(0, seconds)) * 1_000 + UInt64(max(0, attoseconds)) / 1_000_000_000_000_000
    }
}
