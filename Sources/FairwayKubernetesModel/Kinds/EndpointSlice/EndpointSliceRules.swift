import FairwayJSON
import FairwayNet

/// The rules for EndpointSlices: those of `pkg/apis/discovery/validation` of Kubernetes, except that endpoints may be
/// at loopback addresses, where those of a single machine are.
struct EndpointSliceRules: KindRules {
    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {
        if let ports = object["ports"]?.array {
            object["ports"] = .array(
                ports.map { port in
                    var port = port
                    port["name"] = port["name"] ?? ""
                    port["protocol"] = port["protocol"] ?? "TCP"
                    return port
                })
        }
        object.countGeneration(old: old)
    }

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] {
        addressTypeErrors(object, old: old) + endpointErrors(object) + portErrors(object)
    }

    private func addressTypeErrors(_ object: JSONValue, old: JSONValue?) -> [FieldError] {
        let type = object["addressType"] ?? ""
        var errors: [FieldError] = []
        if type == "" {
            errors.append(.required("addressType"))
        } else if !["FQDN", "IPv4", "IPv6"].contains(type) {
            errors.append(.notSupported("addressType", type, ["FQDN", "IPv4", "IPv6"]))
        }
        if let old, old["addressType"] != object["addressType"] {
            errors.append(.invalid("addressType", type, "field is immutable"))
        }
        return errors
    }

    private func endpointErrors(_ object: JSONValue) -> [FieldError] {
        let endpoints = object.list("endpoints")
        guard endpoints.count <= 1000 else { return [.tooMany("endpoints", endpoints.count, limit: 1000)] }
        let type = object.text("addressType")
        return endpoints.enumerated().flatMap { index, endpoint in
            let path = "endpoints[\(index)]"
            return addressErrors(endpoint.list("addresses"), type: type, at: "\(path).addresses")
                + labelErrors(endpoint["deprecatedTopology"], at: "\(path).deprecatedTopology")
                + (endpoint["hostname"]?.string).map {
                    FieldError.invalid("\(path).hostname", $0, Syntax.labelProblems($0))
                }.orEmpty
                + (endpoint["nodeName"]?.string).map {
                    FieldError.invalid("\(path).nodeName", $0, Syntax.subdomainProblems($0))
                }.orEmpty
        }
    }

    private func addressErrors(_ addresses: [JSONValue], type: String, at path: String) -> [FieldError] {
        guard !addresses.isEmpty else { return [.required(path, "must contain at least 1 address")] }
        var errors: [FieldError] = []
        if addresses.count > 100 {
            errors.append(.tooMany(path, addresses.count, limit: 100))
        }
        for (index, address) in addresses.enumerated() {
            errors += addressErrors(address.string ?? "", type: type, at: "\(path)[\(index)]")
        }
        return errors
    }

    private func addressErrors(_ text: String, type: String, at path: String) -> [FieldError] {
        switch type {
        case "IPv4":
            guard let address = IPv4Address(text) else {
                return [.invalid(path, .string(text), "must be a valid IPv4 address")]
            }
            return AddressSyntax.specialProblems(.v4(address), at: path)
        case "IPv6":
            guard let address = IPv6Address(text) else {
                return [.invalid(path, .string(text), "must be a valid IPv6 address")]
            }
            return AddressSyntax.specialProblems(.v6(address), at: path)
        case "FQDN":
            return domainErrors(text, at: path)
        default:
            return []
        }
    }

    private func domainErrors(_ text: String, at path: String) -> [FieldError] {
        guard !text.isEmpty else { return [.required(path)] }
        let bare = text.hasSuffix(".") ? String(text.dropLast()) : text
        let problems = Syntax.subdomainProblems(bare)
        guard problems.isEmpty else { return [.invalid(path, .string(bare), problems.joined(separator: ","))] }
        guard bare.contains(".") else {
            return [.invalid(path, .string(bare), "should be a domain with at least two segments separated by dots")]
        }
        let labels = bare.split(separator: ".").map(String.init)
        return labels.first { !Syntax.labelProblems($0).isEmpty }.map { label in
            [.invalid(path, .string(label), Syntax.labelProblems(label).joined(separator: ","))]
        } ?? []
    }

    private func labelErrors(_ labels: JSONValue?, at path: String) -> [FieldError] {
        let labels = (labels?.object ?? [:]).sorted { $0.key < $1.key }
        return labels.flatMap { key, value in
            FieldError.invalid(path, key, Syntax.qualifiedNameProblems(key))
                + FieldError.invalid(path, value.string ?? "", Syntax.labelValueProblems(value.string ?? ""))
        }
    }

    private func portErrors(_ object: JSONValue) -> [FieldError] {
        let ports = object.list("ports")
        guard ports.count <= 100 else { return [.tooMany("ports", ports.count, limit: 100)] }
        var names: Set<String> = []
        return ports.enumerated().flatMap { index, port in
            var errors: [FieldError] = []
            let name = port.text("name")
            if !name.isEmpty {
                errors += FieldError.invalid("ports[\(index)].name", name, Syntax.labelProblems(name))
            }
            if !names.insert(name).inserted {
                errors.append(.duplicate("ports[\(index)].name", .string(name)))
            }
            if let number = port["port"]?.integer {
                errors += Syntax.portNumberProblems(number).map {
                    .invalid("ports[\(index)].port", .integer(number), $0)
                }
            }
            let transport = port["protocol"] ?? ""
            if !["SCTP", "TCP", "UDP"].contains(transport) {
                errors.append(.notSupported("ports[\(index)].protocol", transport, ["SCTP", "TCP", "UDP"]))
            }
            if let appProtocol = port["appProtocol"]?.string {
                errors += FieldError.invalid(
                    "ports[\(index)].appProtocol", appProtocol, Syntax.qualifiedNameProblems(appProtocol))
            }
            return errors
        }
    }
}

extension [FieldError]? {
    fileprivate var orEmpty: [FieldError] { self ?? [] }
}
