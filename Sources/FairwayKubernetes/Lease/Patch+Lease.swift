import FairwayJSON

extension Patch {
    /// Replaces what a Lease says, if it is still at `version`, or whatever it is at.
    static func lease(_ spec: LeaseSpec, at version: String?) -> Patch {
        var patch: JSONValue = [
            "spec": [
                "holderIdentity": .string(orNull: spec.holderIdentity),
                "leaseDurationSeconds": .integer(orNull: spec.leaseDurationSeconds),
                "acquireTime": .string(orNull: spec.acquireTime), "renewTime": .string(orNull: spec.renewTime),
                "leaseTransitions": .integer(orNull: spec.leaseTransitions),
            ]
        ]
        if let version {
            patch["metadata"] = ["resourceVersion": .string(version)]
        }
        return .merge(patch)
    }
}

extension JSONValue {
    fileprivate static func string(orNull text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    fileprivate static func integer(orNull number: Int?) -> JSONValue { number.map { .integer(Int64($0)) } ?? .null }
}
