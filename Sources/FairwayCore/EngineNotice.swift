package import FairwayNet

/// What an engine tells people besides what it counts: rarely, and never for each packet.
package enum EngineNotice: Hashable, Sendable {
    /// A health check finds that nobody answers there, twice in a row.
    case placeDown(SocketAddress)
    case placeUp(SocketAddress)
    /// A backend that used to answer UDP clients has stopped.
    case backendSilent(Backend)
    case backendAnswers(Backend)
    /// Flows may have no more descriptors: so many connections had to wait or datagrams were dropped since this was last
    /// told, which is once a minute at most.
    case descriptorsShort(flows: UInt64)
}
