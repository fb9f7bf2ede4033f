package import FairwayJSON

/// What `kubectl get` prints: `Table` of `meta.k8s.io/v1`.
package enum Table {
    /// What a row tells of its object beside the cells (`?includeObject=`).
    package enum IncludedObject: String, Sendable {
        /// The cells alone.
        case none = "None"
        /// `PartialObjectMetadata`.
        case metadata = "Metadata"
        /// The whole object.
        case object = "Object"
    }

    /// The table of some objects.
    ///
    /// - Parameters:
    ///   - kind: the kind of the objects, in whose version they are written.
    ///   - objects: a row each.
    ///   - now: seconds since 1970, for ages.
    ///   - includeObject: what each row tells of its object.
    ///   - metadata: the list's (`resourceVersion`, `continue`, …) or, for one object, its `resourceVersion`.
    ///   - version: of `meta.k8s.io`: what the client asked for, `v1` or `v1beta1`.
    ///   - withColumns: the second and later tables of a watch go without.
    /// - Returns: the `Table` object.
    package static func make(
        _ kind: KindDescriptor, _ objects: [JSONValue], now: Int64, includeObject: IncludedObject = .metadata,
        metadata: JSONValue = [:], version: String = "v1", withColumns: Bool = true
    ) -> JSONValue {
        let apiVersion = JSONValue.string("meta.k8s.io/\(version)")
        let rows = objects.map { object in
            var row: JSONValue = ["cells": .array(kind.columns.map { $0.cell(object, now) })]
            row["object"] = included(object, includeObject, apiVersion: apiVersion)
            return row
        }
        return [
            "kind": "Table", "apiVersion": apiVersion, "metadata": metadata,
            "columnDefinitions": withColumns ? .array(kind.columns.map(\.definition)) : .null,
            "rows": .array(rows),
        ]
    }

    private static func included(
        _ object: JSONValue, _ included: IncludedObject, apiVersion: JSONValue
    ) -> JSONValue? {
        switch included {
        case .none: nil
        case .metadata:
            ["kind": "PartialObjectMetadata", "apiVersion": apiVersion, "metadata": object["metadata"] ?? [:]]
        case .object: object
        }
    }
}

extension TableColumn {
    fileprivate var definition: JSONValue {
        [
            "name": .string(name), "type": .string(type), "format": .string(format),
            "description": .string(description), "priority": .integer(Int64(priority)),
        ]
    }
}
