import FairwayJSON
import Foundation
import Glibc
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

    private let client: KubernetesClient
    private let controller: String
    private let instance: String
    private let logger: Logger
    private let timeline: Timeline
    private let log = Mutex(EventLog())
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    /// `controller` is who reports, e.g. `fairway.dev/controller`, and `instance` which instance of it, e.g. a host
    /// name, cut at 128 bytes.
    package init<C: Clock>(
        client: KubernetesClient, controller: String, instance: String, logger: Logger, clock: C = ContinuousClock()
    ) where C.Duration == Duration {
        self.client = client
        self.controller = controller
        self.instance = instance.prefix(utf8Length: 128)
        self.logger = logger
        timeline = Timeline(clock)
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Reports that something happened to an object.
    ///
    /// `reason` (e.g. `EnsuredLoadBalancer`) and `action`, what was done or tried, are CamelCase of at most 128 bytes;
    /// without an action it is the reason. `note` is a sentence, cut at 1,024 bytes, as the API takes no more.
    package func record<R: Resource>(
        _ kind: Kind, regarding object: R, reason: String, action: String? = nil, note: String
    ) {
        let regarding = ObjectReference(object)
        let event = Event(
            metadata: ObjectMeta(
                name: Self.name(for: regarding), namespace: regarding.namespace ?? "default"),
            eventTime: Date().kubernetesMicroTime, reportingController: controller, reportingInstance: instance,
            action: action ?? reason, reason: reason, regarding: regarding, note: note.prefix(utf8Length: 1024),
            type: kind.rawValue)
        let now = timeline.now
        log.withLock { $0.record(event, now: now) }
        signal.yield()
    }

    /// Writes what is recorded until shut down gracefully or cancelled.
    package func run() async throws {
        signal.yield()
        await cancelWhenGracefulShutdown {
            for await _ in self.signals {
                await self.writeDue()
            }
        }
    }

    /// Writes until nothing waits any more.
    private func writeDue() async {
        while !Task.isCancelled {
            let now = timeline.now
            switch log.withLock({ $0.next(now: now) }) {
            case .idle:
                logDropped()
                return
            case .wait(let moment):
                do {
                    try await timeline.sleep(until: moment)
                } catch {
                    return
                }
            case .create(let event):
                finish(event, await outcome(of: event, whenNotFound: .failed) { try await self.create(event) })
            case .count(let event):
                finish(event, await outcome(of: event, whenNotFound: .gone) { try await self.count(event) })
            }
        }
    }

    private func logDropped() {
        let count = log.withLock { $0.takeDropped() }
        guard count > 0 else { return }
        logger.warning("Events were dropped", metadata: ["count": "\(count)"])
    }

    private func create(_ event: Event) async throws {
        _ = try await client.create(event)
    }

    private func count(_ event: Event) async throws {
        guard let series = event.series, let name = event.metadata.name else { return }
        let change: JSONValue = [
            "series": [
                "count": .integer(Int64(series.count)), "lastObservedTime": .string(series.lastObservedTime),
            ]
        ]
        _ = try await client.patch(Event.self, name, in: event.metadata.namespace, with: .merge(change))
    }

    private func outcome(
        of event: Event, whenNotFound: EventLog.Outcome, _ write: () async throws -> Void
    ) async -> EventLog.Outcome {
        do {
            try await write()
            return .written
        } catch {
            let isNotFound = (error as? KubernetesError)?.isNotFound ?? false
            let outcome = isNotFound ? whenNotFound : .failed
            if outcome == .failed {
                logger.debug(
                    "Event is dropped", metadata: ["reason": "\(event.reason ?? "")", "error": "\(error)"])
            }
            return outcome
        }
    }

    private func finish(_ event: Event, _ outcome: EventLog.Outcome) {
        let name = Self.name(for: event.regarding ?? ObjectReference())
        log.withLock { $0.finish(event, outcome, newName: name) }
    }

    /// The object's name and the time in nanoseconds, as client-go makes it: so events sort by object, then by time. At
    /// most 253 bytes.
    private static func name(for object: ObjectReference) -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let number = String(UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec), radix: 16)
        return "\((object.name ?? "object").prefix(utf8Length: 236)).\(number)"
    }
}

extension String {
    /// As many whole characters from the start as fit into `length` bytes of UTF-8.
    fileprivate func prefix(utf8Length length: Int) -> String {
        guard utf8.count > length else { return self }
        var result = ""
        var size = 0
        for character in self {
            size += character.utf8.count
            guard size <= length else { break }
            result.append(character)
        }
        return result
    }
}
