import FairwayJSON
import FairwayNet

/// The rules for pools beside their schema: every entry is a block or a range, and no address is there twice. A cluster
/// has those about one entry as CEL rules in `config/crd/fairway.dev_addresspools.yaml`, in the same words.
struct AddressPoolRules: KindRules {
    static let empty = "a pool has at least one block or range, such as 192.0.2.0/24"

    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {}

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] {
        let spec = object["spec"] ?? [:]
        return addressErrors(spec.list("addresses")) + allocationErrors(spec["serviceAllocation"] ?? [:])
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
            return [.required("spec.addresses", Self.empty)]
        }
        var errors: [FieldError] = []
        var seen: [(index: Int, text: String, range: IPAddressRange)] = []
        for (index, address) in addresses.enumerated() {
            let path = "spec.addresses[\(index)]"
            let text = address.string ?? ""
            guard let range = IPAddressRange(text) else {
                errors.append(.invalid(path, address, AddressPoolEntryMistake(of: text).rawValue))
                continue
            }
            if let clash = seen.first(where: { $0.range.overlaps(range) }) {
                errors.append(
                    .invalid(path, address, "overlaps with spec.addresses[\(clash.index)], which is \(clash.text)"))
            }
            seen.append((index, text, range))
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
        ["namespaceSelectors", "serviceSelectors"].flatMap { member in
            allocation.list(member).enumerated().flatMap { index, selector in
                LabelSelectorCheck.problems(selector, at: "spec.serviceAllocation.\(member)[\(index)]")
            }
        }
    }
}
