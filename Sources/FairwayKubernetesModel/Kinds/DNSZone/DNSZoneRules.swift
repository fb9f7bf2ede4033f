import FairwayJSON

/// The rules for zones beside their schema: addresses are some, and no zone is declared twice. A cluster has the first as
/// a CEL rule in `config/crd/fairway.dev_dnszones.yaml`, in the same words; of the second the controller tells.
struct DNSZoneRules: KindRules {
    static let notAnAddress = "expected an address such as 192.0.2.53 or 2001:db8::53"

    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {}

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] {
        let spec = object["spec"] ?? [:]
        let servers = spec["primary"]?.list("nameServers") ?? []
        return LabelSelectorCheck.problems(spec[path: "namespaces", "selector"] ?? [:], at: "spec.namespaces.selector")
            + servers.enumerated().flatMap { index, server in
                addressErrors(server.list("addresses"), at: "spec.primary.nameServers[\(index)].addresses")
            }
    }

    private func addressErrors(_ addresses: [JSONValue], at path: String) -> [FieldError] {
        addresses.enumerated().filter { !AddressSyntax.isAddress($0.element.string ?? "") }.map { index, address in
            .invalid("\(path)[\(index)]", address, Self.notAnAddress)
        }
    }

    func crossValidate(_ object: JSONValue, others: [JSONValue]) -> [FieldError] {
        let name = object[path: "metadata", "name"]
        let zone = apex(of: object)
        guard let other = others.first(where: { $0[path: "metadata", "name"] != name && apex(of: $0) == zone }) else {
            return []
        }
        let holder = other[path: "metadata", "name"]?.string ?? ""
        return [
            .invalid(
                "spec.zone", object[path: "spec", "zone"] ?? "",
                "the DNSZone \(FieldError.quoted(holder)) is for the same zone: a zone is declared once")
        ]
    }

    /// The zone's name as it is compared: in small letters, without the dot at its end.
    private func apex(of zone: JSONValue) -> String {
        let text = (zone[path: "spec", "zone"]?.string ?? "").lowercased()
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}
