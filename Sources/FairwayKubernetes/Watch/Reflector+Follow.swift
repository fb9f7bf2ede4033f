import Logging
import Synchronization

extension Reflector {
    /// Lists and watches until cancelled, as the state machine says.
    func follow() async throws {
        machine.withLock { $0 = WatchStateMachine() }
        var listed: [ObjectKey: Object] = [:]
        while true {
            try Task.checkCancellation()
            var random = SystemRandomNumberGenerator()
            switch machine.withLock({ $0.next(now: timeline.now, random: &random) }) {
            case .wait(let moment):
                try await timeline.sleep(until: moment)
            case .list(let query):
                try await list(query, &listed)
            case .watch(let query):
                do {
                    try await watch(query)
                    machine.withLock { $0.ended(now: timeline.now, random: &random) }
                } catch {
                    try report(error, "watch")
                }
            }
        }
    }

    /// Reads one page; on the last one all of them take the place of the store's objects.
    private func list(_ query: ListQuery, _ listed: inout [ObjectKey: Object]) async throws {
        if query.continueToken == nil {
            listed = [:]
        }
        do {
            let page: ListPage<Readable<Object>> = try await client.page(
                Object.type, in: namespace, selection, query, retries: .once)
            for item in page.items ?? [] {
                listed[item.key] = readable(item)
            }
            let action = machine.withLock {
                $0.page(resourceVersion: page.metadata?.resourceVersion ?? "", continueToken: page.continueToken)
            }
            if action == .swap {
                store.replace(with: listed)
                listed = [:]
            }
        } catch {
            try report(error, "list")
        }
    }

    /// The object, or nothing and a word in the log where it cannot be read.
    func readable(_ item: Readable<Object>) -> Object? {
        switch item {
        case .object(let object):
            return object
        case .unreadable(let unreadable):
            logger.warning(
                "Kubernetes object cannot be read and is ignored",
                metadata: [
                    "kind": "\(Object.type.kind)", "object": "\(unreadable.key)", "problem": "\(unreadable.problem)",
                ])
            return nil
        }
    }

    /// Tells the machine of a failure; only cancellation is passed on.
    private func report(_ error: any Error, _ verb: String) throws {
        if error is CancellationError || Task.isCancelled {
            throw CancellationError()
        }
        let error =
            error as? KubernetesError
            ?? KubernetesError(attempt: "\(verb) \(Object.type.plural)", message: "\(error)")
        let failure: WatchStateMachine.Failure =
            error.isGone ? .gone : error.isTooLargeResourceVersion ? .tooLargeResourceVersion : .other
        var random = SystemRandomNumberGenerator()
        let failures = machine.withLock { machine in
            machine.failed(failure, now: timeline.now, retryAfter: error.retryAfter, random: &random)
            return machine.failures
        }
        // Once when an outage begins; the debug level has the rest.
        logger.log(
            level: failure == .other && failures == 1 ? .warning : .debug,
            "Kubernetes \(verb) failed and is tried again", metadata: ["error": "\(error)"])
    }
}
