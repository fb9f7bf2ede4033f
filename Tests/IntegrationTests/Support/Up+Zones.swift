import Foundation
import Testing

extension Up {
    /// Declares a zone whose name server has an address; `spec` are further lines of its spec.
    func declare(_ zone: String, spec: String = "", sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await apply(
            """
            apiVersion: fairway.dev/v1alpha1
            kind: DNSZone
            metadata:
              name: \(zone)
            spec:
              zone: \(zone)
              primary: {nameServers: [{name: "ns.\(zone)", addresses: ["\(addresses.address(53))"]}]}
            \(spec.isEmpty ? "" : "  \(spec)\n")
            """, sourceLocation: sourceLocation)
    }

    /// The reason and the message of a zone's condition Ready, and its serial, once it has that `reason`.
    @discardableResult
    func zone(
        _ zone: String, is reason: String = "Served", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> (message: String, serial: Int64) {
        try await eventually("the zone \(zone) is \(reason)", sourceLocation: sourceLocation) {
            let text = try await kubectl(
                "get", "dnszone", zone, "-o",
                "jsonpath={.status.serial}|{.status.conditions[0].reason}|{.status.conditions[0].message}",
                sourceLocation: sourceLocation)
            let parts = text.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard let serial = Int64(parts[0]), parts[1] == reason else { return nil }
            return (parts[2], serial)
        }
    }

    /// What `fairway get records` prints, each line with single blanks between its columns.
    func records(
        _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String] {
        try await output(
            of: [Fairway.path, "get", "records", "--state-dir", stateDirectory] + arguments,
            environment: ["KUBECONFIG": ""], sourceLocation: sourceLocation
        ).split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    }
}
