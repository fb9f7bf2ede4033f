import FairwayJSON
import FairwayNet

/// The rules for zones beside their schema: addresses are some, and no zone is declared twice. A cluster has the first as
/// CEL rules in `config/crd/fairway.dev_dnszones.yaml`, in the same words; of the second the controller tells.
struct DNSZoneRules: KindRules {
    static let notAnAddress = "expected an address such as 192.0.2.53 or 2001:db8::53"
    static let notAPlace = "expected an address such as 192.0.2.53 or a block such as 192.0.2.0/24"
    static let hostBits = AddressPoolEntryMistake.hostBits.rawValue
    static let notASocket =
        "expected an address such as 192.0.2.53, or with a port 192.0.2.53:5353 or [2001:db8::53]:5353"
    /// All of them, in the order of the fields that they are about.
    static let words = [notASocket, notAnAddress, notAPlace, hostBits]

    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {}

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] {
        let spec = object["spec"] ?? [:]
        let servers = spec["primary"]?.list("nameServers") ?? []
        return LabelSelectorCheck.problems(spec[path: "namespaces", "selector"] ?? [:], at: "spec.namespaces.selector")
            + servers.enumerated().flatMap { index, server in
                errors(in: server.list("addresses"), at: "spec.primary.nameServers[\(index)].addresses") {
                    AddressSyntax.isAddress($0) ? nil : Self.notAnAddress
                }
            } + errors(in: spec["transfer"]?.list("to") ?? [], at: "spec.transfer.to", Self.placeMistake)
            + errors(in: spec.list("notify"), at: "spec.notify", Self.socketMistake)
    }

    private func errors(
        in list: [JSONValue], at path: String, _ mistake: (_ text: String) -> String?
    ) -> [FieldError] {
        list.enumerated().compactMap { index, element in
            mistake(element.string ?? "").map { .invalid("\(path)[\(index)]", element, $0) }
        }
    }

    private static func placeMistake(_ text: String) -> String? {
        if AddressSyntax.isAddress(text) || IPPrefix(text) != nil { return nil }
        return AddressSyntax.isBlock(text) ? hostBits : notAPlace
    }

    private static func socketMistake(_ text: String) -> String? {
        AddressSyntax.isAddress(text) || SocketAddress(text).map { $0.port > 0 } ?? false ? nil : notASocket
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
