import FairwayCore
import Logging

extension NodeAgent {
    /// Logs what the engine has to tell, until the task is cancelled or the engine closed.
    func tellNotices() async {
        for await notice in engine.notices() { notice.log(to: logger) }
    }
}

extension EngineNotice {
    func log(to logger: Logger) {
        switch self {
        case .placeDown(let place):
            logger.warning(
                "Health check failed twice: backends get no new flows while others are up",
                metadata: ["place": "\(place)"])
        case .placeUp(let place):
            logger.notice("Health check succeeded: backends get new flows again", metadata: ["place": "\(place)"])
        case .backendSilent(let backend):
            logger.warning(
                "A backend answers UDP clients no more: it gets no new flows but to try it while others are up",
                metadata: ["backend": "\(backend)"])
        case .backendAnswers(let backend):
            logger.notice("A backend answers UDP clients again", metadata: ["backend": "\(backend)"])
        case .descriptorsShort(let flows):
            logger.warning(
                """
                No descriptors are left for new flows: connections wait and datagrams are dropped; raise the limit \
                (ulimit -Hn)
                """, metadata: ["flows": "\(flows)"])
        }
    }
}
