import FairwayJSON
import FairwayNet

/// The rules for pools: every entry is a block or a range, and no address is there twice.
struct AddressPoolRules: KindRules {
    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {
        object.countGeneration(old: old)
    }

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] {
        let spec = object["spec"] ?? [:]
        var errors = addressErrors(spec.list("addresses"))
        let sharing = spec["sharing"] ?? "namespace"
        if sharing != "namespace" && sharing != "cluster" {
            errors.append(.notSupported("spec.sharing", sharing, ["cluster", "namespace"]))
        }
        return errors + allocationErrors(spec["serviceAllocation"] ?? [:])
    }

    func crossValidate(_ object: JSONValue, others: [JSONValue]) -> [FieldError] {
        let name = object[path: "metadata", "name"]
        let taken = others.filter { $0[path: "metadata", "name"] != name }.flatMap { pool in
            ranges(of: pool).map { (range: $0.range, text: $0.text, pool: pool[path: "metadata", "name"]) }
        }
        return ranges(of: object).compactMap { index, text, range in
            guard let clash = taken.first(where: { $0.range.overlaps(range) }) else { return nil }
            return .invalid(
                "spec.addresses[\(index)]", .string(text),
                "overlaps with \(clash.text) of the pool \(FieldError.quoted(clash.pool?.string ?? "")): "
                    + "an address can be in one pool only")
        }
    }

    private func addressErrors(_ addresses: [JSONValue]) -> [FieldError] {
        guard !addresses.isEmpty else {
            return [.required("spec.addresses", "a pool has at least one block or range, such as 192.0.2.0/24")]
        }
        var errors: [FieldError] = []
        var seen: [(index: Int, text: String, range: IPAddressRange)] = []
        for (index, address) in addresses.enumerated() {
            let path = "spec.addresses[\(index)]"
            let text = address.string ?? ""
            do {
                let range = try IPAddressRange(parsing: text)
                if let clash = seen.first(where: { $0.range.overlaps(range) }) {
                    errors.append(
                        .invalid(path, address, "overlaps with spec.addresses[\(clash.index)], which is \(clash.text)"))
                }
                seen.append((index, text, range))
            } catch {
                errors.append(.invalid(path, address, error.message))
            }
        }
        return errors
    }

    /// The entries that can be read.
    private func ranges(of pool: JSONValue) -> [(index: Int, text: String, range: IPAddressRange)] {
        (pool["spec"]?.list("addresses") ?? []).enumerated().compactMap { index, address in
            guard let text = address.string, let range = IPAddressRange(text) else { return nil }
            return (index, text, range)
        }
    }

    private func allocationErrors(_ allocation: JSONValue) -> [FieldError] {
        let path = "spec.serviceAllocation"
        var errors: [FieldError] = []
        if let priority = allocation["priority"]?.integer, priority < 0 {
            errors.append(.invalid("\(path).priority", .integer(priority), "must be greater than or equal to 0"))
        }
        for (index, namespace) in allocation.list("namespaces").enumerated() {
            let name = namespace.string ?? ""
            errors += FieldError.invalid("\(path).namespaces[\(index)]", name, Syntax.labelProblems(name))
        }
        for member in ["namespaceSelectors", "serviceSelectors"] {
            for (index, selector) in allocation.list(member).enumerated() {
                errors += LabelSelectorCheck.problems(selector, at: "\(path).\(member)[\(index)]")
            }
        }
        return errors
    }
}
