package import FairwayNet

/// What an engine tells people besides what it counts: rarely, and never for each packet.
package enum EngineNotice: Hashable, Sendable {
    /// A health check finds that nobody answers there, twice in a row.
    case placeDown(SocketAddress)
    case placeUp(SocketAddress)
    /// A backend that used to answer UDP clients has stopped.
    case backendSilent(Backend)
    case backendAnswers(Backend)
}
