import Foundation
package import Logging
import ServiceLifecycle

/// Renews a Lease for as long as its owner lives, so that others can tell that it does.
///
/// Only the owner writes it. It is left as it is in the end: an owner that comes back soon was never missed.
package final class Heartbeat: ServiceLifecycle.Service {
    /// How long others wait after the last change that they saw before they take the owner for gone.
    package static let duration = Duration.seconds(40)
    private static let period = Duration.seconds(10)
    private static let retryPeriod = Duration.seconds(2)

    private let client: KubernetesClient
    private let metadata: ObjectMeta
    private let owner: String
    private let logger: Logger
    private let timeline: Timeline

    /// `labels` are what observers select the Leases of one kind of owner by.
    package init<C: Clock>(
        client: KubernetesClient, name: String, namespace: String, labels: [String: String], owner: String,
        logger: Logger, clock: C = ContinuousClock()
    ) where C.Duration == Duration {
        self.client = client
        metadata = ObjectMeta(name: name, namespace: namespace, labels: labels)
        self.owner = owner
        self.logger = logger
        timeline = Timeline(clock)
    }

    /// Renews until shut down gracefully or cancelled.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var failures = 0
            while !Task.isCancelled {
                let start = self.timeline.now
                do {
                    try await self.beat(by: start + Self.period)
                    failures = 0
                } catch {
                    failures += 1
                    self.report(error, failures)
                }
                let next = failures == 0 ? start + Self.period : self.timeline.now + Self.retryPeriod
                do {
                    try await self.timeline.sleep(until: next)
                } catch {
                    return
                }
            }
        }
    }

    private func beat(by deadline: Duration) async throws {
        let time = Date().kubernetesMicroTime
        let spec = LeaseSpec(
            holderIdentity: owner, leaseDurationSeconds: Int(Self.duration.components.seconds), renewTime: time)
        try await timeline.before(deadline, to: "renew Lease \(ObjectKey(metadata))") { [client, metadata] in
            do {
                _ = try await client.patch(
                    Lease.self, metadata.name ?? "", in: metadata.namespace, with: .lease(spec, at: nil))
            } catch let error as KubernetesError where error.isNotFound {
                _ = try await client.create(Lease(metadata: metadata, spec: spec))
            }
        }
    }

    private func report(_ error: any Error, _ failures: Int) {
        if error is CancellationError { return }
        // Once when an outage begins; the debug level has the rest.
        logger.log(
            level: failures == 1 ? .warning : .debug, "Heartbeat failed and is tried again",
            metadata: ["lease": "\(ObjectKey(metadata))", "error": "\(error)"])
    }
}

extension ObjectKey {
    fileprivate init(_ metadata: ObjectMeta) {
        self.init(namespace: metadata.namespace, name: metadata.name ?? "")
    }
}
