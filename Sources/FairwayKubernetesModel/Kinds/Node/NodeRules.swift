import FairwayJSON

/// The rules for Nodes: those of `ValidateNode` and `ValidateNodeUpdate` of Kubernetes.
struct NodeRules: KindRules {
    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {
        // The one field is the first element of the other.
        let spec = object["spec"] ?? [:]
        if let block = spec["podCIDR"], spec.list("podCIDRs").isEmpty {
            object.set([block], at: "spec", "podCIDRs")
        } else if let first = spec.list("podCIDRs").first {
            object.set(first, at: "spec", "podCIDR")
        }
    }

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] {
        let spec = object["spec"] ?? [:]
        return taintErrors(spec.list("taints")) + blockErrors(spec.list("podCIDRs"))
            + addressErrors(object["status"]?.list("addresses") ?? [])
            + (old?["spec"].map { changeErrors(spec, old: $0) } ?? [])
    }

    private func taintErrors(_ taints: [JSONValue]) -> [FieldError] {
        var seen: Set<JSONValue> = []
        return taints.enumerated().flatMap { index, taint in
            let path = "spec.taints[\(index)]"
            let (key, value, effect) = (taint.text("key"), taint.text("value"), taint["effect"] ?? "")
            var errors = FieldError.invalid("\(path).key", key, Syntax.qualifiedNameProblems(key))
            errors += FieldError.invalid("\(path).value", value, Syntax.labelValueProblems(value))
            let effects = ["NoExecute", "NoSchedule", "PreferNoSchedule"]
            if effect == "" {
                errors.append(.required("\(path).effect"))
            } else if !effects.contains(effect.string ?? "") {
                errors.append(.notSupported("\(path).effect", effect, effects))
            }
            if !seen.insert(["key": .string(key), "effect": effect]).inserted {
                errors.append(
                    FieldError(
                        field: path, reason: "FieldValueDuplicate",
                        detail: "Duplicate value: \(taint.compactText): taints must be unique by key and effect pair"))
            }
            return errors
        }
    }

    private func blockErrors(_ blocks: [JSONValue]) -> [FieldError] {
        var errors = blocks.enumerated().compactMap { index, block in
            AddressSyntax.isBlock(block.string ?? "")
                ? nil : FieldError.invalid("spec.podCIDRs[\(index)]", block, AddressSyntax.notABlock)
        }
        let families = blocks.map { $0.string?.contains(":") ?? false }
        if blocks.count > 2 || blocks.count == 2 && families[0] == families[1] {
            errors.append(
                .invalid("spec.podCIDRs", .array(blocks), "may specify no more than one CIDR for each IP family"))
        }
        return errors
    }

    private func addressErrors(_ addresses: [JSONValue]) -> [FieldError] {
        var seen: Set<JSONValue> = []
        return addresses.enumerated().compactMap { index, address in
            seen.insert(address).inserted ? nil : .duplicate("status.addresses[\(index)]", address)
        }
    }

    /// What may be set once.
    private func changeErrors(_ spec: JSONValue, old: JSONValue) -> [FieldError] {
        var errors: [FieldError] = []
        if !old.list("podCIDRs").isEmpty && spec["podCIDRs"] != old["podCIDRs"] {
            errors.append(
                .forbidden("spec.podCIDRs", "node updates may not change podCIDR except from \"\" to valid"))
        }
        if !old.text("providerID").isEmpty && spec["providerID"] != old["providerID"] {
            errors.append(
                .forbidden("spec.providerID", "node updates may not change providerID except from \"\" to valid"))
        }
        return errors
    }
}
