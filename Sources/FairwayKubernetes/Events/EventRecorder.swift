import Foundation
package import Logging
import ServiceLifecycle
import Synchronization

/// Writes Events about objects, counting repeats instead of repeating them.
///
/// Recording never waits and never fails; what the API server will not take in time is dropped and counted in the log.
package final class EventRecorder: ServiceLifecycle.Service {
    /// Whether something went as it should.
    package enum Kind: String, Hashable, Sendable {
        case normal = "Normal"
        case warning = "Warning"
    }

    /// - Parameters:
    ///   - controller: who reports, e.g. `fairway.dev/controller`.
    ///   - instance: which instance of it, e.g. a host name; at most 128 bytes.
    package init<C: Clock>(
        client: KubernetesClient, controller: String, instance: String, logger: Logger, clock: C = ContinuousClock()
    ) where C.Duration == Duration {
        fatalError()
    }

    /// Reports that something happened to an object.
    ///
    /// - Parameters:
    ///   - reason: why, CamelCase, e.g. `EnsuredLoadBalancer`; at most 128 bytes.
    ///   - action: what was done or tried, CamelCase; the reason where it is not given.
    ///   - note: a sentence; cut at 1,024 bytes, as the API takes no more.
    package func record<R: Resource>(
        _ kind: Kind, regarding object: R, reason: String, action: String? = nil, note: String
    ) {
    }

    /// Writes what is recorded until shut down.
    package func run() async throws {
    }
}
