import FairwayJSON
package import FairwayKubernetes
import Foundation

extension Patch {
    /// Replaces the addresses and conditions of a Service's status (for the `status` subresource), if the Service is
    /// still at `resourceVersion`.
    package static func serviceStatus(_ status: ServiceStatus, at resourceVersion: String?) throws -> Patch {
        let ingress = try (status.loadBalancer?.ingress ?? []).map(JSONValue.init(encoding:))
        let conditions = try status.conditions.map(JSONValue.init(encoding:))
        return guarded(
            [
                "loadBalancer": ["ingress": ingress.isEmpty ? .null : .array(ingress)],
                "conditions": conditions.isEmpty ? .null : .array(conditions),
            ],
            at: resourceVersion)
    }

    /// Replaces the status of an object, if it is still at `resourceVersion`.
    ///
    /// `members` are all that there may be: those that `status` has not are removed.
    package static func status(
        _ status: some Encodable, members: [String], at resourceVersion: String?
    ) throws -> Patch {
        var json = try JSONValue(encoding: status)
        for member in members where json[member] == nil {
            json[member] = .null
        }
        return guarded(json, at: resourceVersion)
    }

    /// Sets labels, and leaves others as they are.
    package static func labels(_ labels: [String: String]) -> Patch {
        .merge(["metadata": ["labels": .object(labels.mapValues(JSONValue.string))]])
    }

    /// Adds finalizers, if the object is still as it was read.
    package static func addFinalizers(_ finalizers: [String], to metadata: ObjectMeta) -> Patch {
        replaceFinalizers(metadata.finalizers + finalizers, of: metadata)
    }

    /// Removes finalizers, if the object is still as it was read.
    package static func removeFinalizers(_ finalizers: [String], from metadata: ObjectMeta) -> Patch {
        replaceFinalizers(metadata.finalizers.filter { !finalizers.contains($0) }, of: metadata)
    }

    private static func guarded(_ status: JSONValue, at resourceVersion: String?) -> Patch {
        var patch: JSONValue = ["status": status]
        if let resourceVersion {
            patch["metadata"] = ["resourceVersion": .string(resourceVersion)]
        }
        return .merge(patch)
    }

    private static func replaceFinalizers(_ finalizers: [String], of metadata: ObjectMeta) -> Patch {
        // A list that is not there cannot be tested (RFC 6902 §4.6), the version can; and it covers the list.
        let test: JSONValue = [
            "op": "test", "path": "/metadata/resourceVersion", "value": .string(metadata.resourceVersion ?? ""),
        ]
        let change: JSONValue = [
            "op": "add", "path": "/metadata/finalizers", "value": .array(finalizers.map(JSONValue.string)),
        ]
        return .json([test, change])
    }
}

extension JSONValue {
    fileprivate init(encoding value: some Encodable) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value))
    }
}
