import FairwayKubernetes
import FairwayResources
import Logging

/// Does what a plan says, at the API server.
struct ControlWriter: Sendable {
    var client: KubernetesClient
    var events: EventRecorder
    var logger: Logger

    /// Takes a step and returns the Service as it is then.
    func take(
        _ step: ServiceStep, on service: FairwayKubernetes.Service
    ) async throws -> FairwayKubernetes.Service {
        let metadata = service.metadata
        return switch step {
        case .depart: service
        case .addFinalizers(let finalizers): try await patch(service, .addFinalizers(finalizers, to: metadata))
        case .removeFinalizers(let finalizers): try await patch(service, .removeFinalizers(finalizers, from: metadata))
        case .writeStatus(let status):
            try await patch(
                service, .serviceStatus(status, at: metadata.resourceVersion), subresource: "status")
        case .writeCondition(let condition, let type):
            try await patch(service, .serviceCondition(condition, type: type, of: service), subresource: "status")
        }
    }

    func write(_ status: AddressPoolStatus, to name: String) async throws {
        // Only the controller writes it, and it follows from what is elsewhere: no version to guard.
        let patch = try Patch.status(status, members: ["conditions"], at: nil)
        _ = try await client.patch(AddressPoolObject.self, name, with: patch, subresource: "status")
    }

    /// Writes the status of a zone, if it is still as it was read, and returns the zone as it is then. A serial that was
    /// chosen from an older one must not take its place.
    func write(_ status: DNSZoneStatus, to zone: DNSZoneObject) async throws -> DNSZoneObject {
        let patch = try Patch.status(
            status, members: ["conditions", "digest", "records", "serial"], at: zone.metadata.resourceVersion)
        return try await client.patch(
            DNSZoneObject.self, zone.metadata.name ?? "", with: patch, subresource: "status")
    }

    /// Tells people about a Service.
    func tell(_ notes: [EventNote], about service: FairwayKubernetes.Service) {
        for note in notes {
            logger.log(
                level: note.isWarning ? .warning : .info, "Service event",
                metadata: [
                    "service": "\(service.serviceKey)", "reason": "\(note.reason)", "note": "\(note.message)",
                ])
            events.record(
                note.isWarning ? .warning : .normal, regarding: service, reason: note.reason, note: note.message)
        }
    }

    private func patch(
        _ service: FairwayKubernetes.Service, _ patch: Patch, subresource: String? = nil
    ) async throws -> FairwayKubernetes.Service {
        try await client.patch(
            FairwayKubernetes.Service.self,
            service.metadata.name ?? "", in: service.metadata.namespace, with: patch, subresource: subresource)
    }
}
