import FairwayJSON
import Foundation
package import Logging
import ServiceLifecycle
import Synchronization

/// A candidate for a Lease, who works only while holding it.
///
/// Several candidates may run; one at a time has the Lease. Losing it cancels the work, and the candidate stays one.
/// A Lease does not fence: a holder that was stopped for longer than the Lease lasts, and goes on, may still write until
/// it notices. So the work has to guard its writes by resource versions, and to bear that two do it for a moment.
package final class LeaseElection: Sendable {
    /// How long the release may take when the program ends.
    private static let releaseTimeout = Duration.seconds(1)

    private let client: KubernetesClient
    private let key: ObjectKey
    private let identity: String
    private let logger: Logger
    private let timeline: Timeline
    private let machine: Mutex<LeaseStateMachine>

    /// `identity` must be no other candidate's.
    package init<C: Clock>(
        client: KubernetesClient, name: String, namespace: String, identity: String, timing: LeaseTiming = .standard,
        logger: Logger, clock: C = ContinuousClock()
    ) where C.Duration == Duration {
        self.client = client
        key = ObjectKey(namespace: namespace, name: name)
        self.identity = identity
        self.logger = logger
        timeline = Timeline(clock)
        machine = Mutex(LeaseStateMachine(identity: identity, timing: timing))
    }

    /// Whether this candidate holds the Lease, and has renewed it in time by its own clock.
    package var isHolder: Bool {
        let now = timeline.now
        return machine.withLock { $0.isHolder(at: now) }
    }

    /// Works whenever the Lease is held. To be called once.
    ///
    /// Returns on graceful shutdown, once `work` has returned, which is expected to end by it too; then the Lease is given
    /// up, so that another candidate can go on at once.
    ///
    /// - Throws: `CancellationError`, and what `work` throws.
    package func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
        while try await acquire() {
            logger.notice("Lease is held", metadata: metadata)
            let isLost: Bool
            do {
                isLost = try await hold(work)
            } catch {
                await release()
                throw error
            }
            guard isLost else {
                await release()
                return
            }
            logger.warning("Lease was lost", metadata: metadata)
        }
    }

    private var metadata: Logger.Metadata { ["lease": "\(key)", "identity": "\(identity)"] }

    /// Waits until the Lease is held.
    ///
    /// - Returns: `false` on graceful shutdown.
    private func acquire() async throws -> Bool {
        do {
            try await cancelWhenGracefulShutdown {
                while !self.isHolder {
                    _ = try await self.step()
                }
            }
            return true
        } catch is CancellationError where Task.isShuttingDownGracefully {
            return false
        }
    }

    /// Works until that ends or the Lease is lost.
    ///
    /// - Returns: whether it was lost.
    private func hold(_ work: @escaping @Sendable () async throws -> Void) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await work()
                return false
            }
            group.addTask {
                while try await self.step() {}
                return true
            }
            defer { group.cancelAll() }
            guard try await group.next() == true else { return false }
            group.cancelAll()
            do {
                _ = try await group.next()
            } catch is CancellationError where !Task.isCancelled {
                // As it should be.
            }
            return true
        }
    }
}

// MARK: - Steps

extension LeaseElection {
    /// Does what the state machine says next.
    ///
    /// - Returns: `false` where the Lease was lost.
    private func step() async throws -> Bool {
        try Task.checkCancellation()
        let time = Date().kubernetesMicroTime
        switch machine.withLock({ $0.next(now: timeline.now, time: time) }) {
        case .wait(let moment):
            try await timeline.sleep(until: moment)
        case .read(let deadline):
            try await read(by: deadline)
        case .write(let spec, let version, let deadline):
            try await claim(spec, over: version, by: deadline)
        case .stepDown:
            return false
        }
        return true
    }

    private func read(by deadline: Duration) async throws {
        var random = SystemRandomNumberGenerator()
        do {
            let lease = try await timeline.before(deadline, to: "get Lease \(key)") {
                try await self.client.get(Lease.self, self.key.name, in: self.key.namespace)
            }
            machine.withLock { $0.saw(lease, now: timeline.now, random: &random) }
        } catch let error as KubernetesError where error.isNotFound {
            machine.withLock { $0.saw(nil, now: timeline.now, random: &random) }
        } catch {
            try report(error)
        }
    }

    private func claim(_ spec: LeaseSpec, over version: String?, by deadline: Duration) async throws {
        do {
            let lease = try await write(spec, over: version, by: deadline)
            machine.withLock { $0.wrote(lease, now: timeline.now) }
        } catch let error as KubernetesError where error.code == 409 || (error.isNotFound && version != nil) {
            var random = SystemRandomNumberGenerator()
            machine.withLock { $0.conflicted(now: timeline.now, random: &random) }
        } catch {
            try report(error)
        }
    }

    private func write(_ spec: LeaseSpec, over version: String?, by deadline: Duration) async throws -> Lease {
        try await timeline.before(deadline, to: "write Lease \(key)") { [key, client] in
            guard let version else {
                let metadata = ObjectMeta(name: key.name, namespace: key.namespace)
                return try await client.create(Lease(metadata: metadata, spec: spec))
            }
            return try await client.patch(
                Lease.self, key.name, in: key.namespace, with: .lease(spec, at: version))
        }
    }

    private func release() async {
        let time = Date().kubernetesMicroTime
        let action = machine.withLock {
            $0.release(now: timeline.now, time: time, timeout: Self.releaseTimeout)
        }
        guard case .write(let spec, let version, let deadline) = action else { return }
        do {
            _ = try await write(spec, over: version, by: deadline)
        } catch {
            // Others then wait until it runs out.
            logger.debug("Lease was not released", metadata: ["lease": "\(key)", "error": "\(error)"])
        }
    }

    /// Tells the machine of a failure; only cancellation is passed on.
    private func report(_ error: any Error) throws {
        if error is CancellationError || Task.isCancelled {
            throw CancellationError()
        }
        var random = SystemRandomNumberGenerator()
        let failures = machine.withLock { machine in
            machine.failed(now: timeline.now, random: &random)
            return machine.failures
        }
        // Once when an outage begins; the debug level has the rest.
        logger.log(
            level: failures == 1 ? .warning : .debug, "Lease request failed and is tried again",
            metadata: ["lease": "\(key)", "error": "\(error)"])
    }
}
