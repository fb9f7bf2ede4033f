import FairwayJSON
package import FairwayKubernetes
import Foundation

extension Patch {
    /// Puts a condition into a Service's status (for the `status` subresource) in the place of the one of its `type`, or
    /// takes that away, and touches nothing else: if the Service is still as it was read.
    package static func serviceCondition(_ condition: Condition?, type: String, of service: Service) throws -> Patch {
        let conditions = service.status?.conditions ?? []
        let value = try condition.map { try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode($0)) }
        let test: JSONValue = [
            "op": "test", "path": "/metadata/resourceVersion",
            "value": .string(service.metadata.resourceVersion ?? ""),
        ]
        let change: JSONValue
        switch (conditions.firstIndex { $0.type == type }, value) {
        case (let index?, let value?):
            change = ["op": "replace", "path": .string("/status/conditions/\(index)"), "value": value]
        case (let index?, nil): change = ["op": "remove", "path": .string("/status/conditions/\(index)")]
        case (nil, let value?) where service.status == nil:
            change = ["op": "add", "path": "/status", "value": ["conditions": [value]]]
        case (nil, let value?) where conditions.isEmpty:
            change = ["op": "add", "path": "/status/conditions", "value": [value]]
        case (nil, let value?): change = ["op": "add", "path": "/status/conditions/-", "value": value]
        case (nil, nil): return .json([test])
        }
        return .json([test, change])
    }
}
