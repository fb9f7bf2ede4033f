import FairwayCore
import FairwayLinux

extension ProxyEngine {
    /// How many threads there are. Who takes this engine's place needs as many: a frontend's sockets are one for each.
    package var threadCount: Int { workers.count }

    /// Takes no more connections and reads no more datagrams, which wait in the kernel; connections that there are go on.
    ///
    /// Until `thaw` or `close` nothing may be applied.
    /// - Returns: what another engine needs to go on. Its descriptors stay this engine's.
    package func freeze() async -> ProxyEstate {
        var estate = ProxyEstate()
        estate.workers = await workers.ask { .freeze($0) }
        estate.clients = clients.remembered
        return estate
    }

    /// Goes on where `freeze` has stopped, if it has.
    package func thaw() async {
        _ = await workers.ask { .thaw($0) }
    }

    /// Takes up what another engine with as many threads has left, which has stopped or is frozen: the next table that is
    /// applied finds its frontends' sockets and sessions there. What it has no use for is closed.
    package func inherit(_ estate: ProxyEstate) {
        precondition(estate.workers.count == workers.count, "Each thread takes the place of one other")
        inherited = estate
        clients.inherit(estate.clients)
    }
}

extension ProxyEstate {
    /// The sockets of a frontend, one for each thread, which are the caller's from now on; `nil` where there are none.
    mutating func takeSockets(of frontend: Frontend) -> [BoundSocket]? {
        let sockets = workers.indices.compactMap { workers[$0].frontends.removeValue(forKey: frontend) }
        return sockets.isEmpty || sockets.count < workers.count ? nil : sockets
    }
}
