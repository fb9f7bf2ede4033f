import FairwayJSON

extension ServiceCheck {
    mutating func checkPorts() {
        let ports = spec.list("ports")
        var names: Set<String> = []
        for (index, port) in ports.enumerated() {
            let path = "spec.ports[\(index)]"
            checkPortName(port.text("name"), at: path, isNeeded: ports.count > 1, seen: &names)
            let number = port["port"]?.integer ?? 0
            errors += Syntax.portNumberProblems(number).map { .invalid("\(path).port", .integer(number), $0) }
            let transport = port["protocol"] ?? ""
            if transport == "" {
                errors.append(.required("\(path).protocol"))
            } else if !["SCTP", "TCP", "UDP"].contains(transport) {
                errors.append(.notSupported("\(path).protocol", transport, ["SCTP", "TCP", "UDP"]))
            }
            checkTargetPort(port["targetPort"] ?? 0, at: "\(path).targetPort")
            if let appProtocol = port["appProtocol"]?.string {
                errors += FieldError.invalid(
                    "\(path).appProtocol", appProtocol, Syntax.qualifiedNameProblems(appProtocol))
            }
        }
    }

    private mutating func checkPortName(
        _ name: String, at path: String, isNeeded: Bool, seen: inout Set<String>
    ) {
        guard !name.isEmpty else {
            if isNeeded {
                errors.append(.required("\(path).name"))
            }
            return
        }
        errors += FieldError.invalid("\(path).name", name, Syntax.labelProblems(name))
        if !seen.insert(name).inserted {
            errors.append(.duplicate("\(path).name", .string(name)))
        }
    }

    private mutating func checkTargetPort(_ target: JSONValue, at path: String) {
        let problems = target.integer.map(Syntax.portNumberProblems) ?? Syntax.serviceNameProblems(target.string ?? "")
        errors += problems.map { .invalid(path, target, $0) }
    }

    mutating func checkNodePorts() {
        var seen: Set<JSONValue> = []
        for (index, port) in spec.list("ports").enumerated() {
            guard let node = port["nodePort"]?.integer, node != 0 else { continue }
            let path = "spec.ports[\(index)].nodePort"
            if type == "ClusterIP" {
                errors.append(.forbidden(path, "may not be used when `type` is 'ClusterIP'"))
            }
            if !seen.insert(["node": .integer(node), "protocol": port["protocol"] ?? ""]).inserted {
                errors.append(.duplicate(path, .integer(node)))
            }
        }
    }

    /// One number may be there for TCP and for UDP, but not twice for one of them.
    mutating func checkRepeatedPorts() {
        var seen: Set<JSONValue> = []
        for (index, port) in spec.list("ports").enumerated() {
            let number = port["port"]?.integer ?? 0
            let key: JSONValue = ["protocol": port["protocol"] ?? "", "port": .integer(number)]
            if !seen.insert(key).inserted {
                let words =
                    "{\"Name\":\"\",\"Protocol\":\(FieldError.quoted(port.text("protocol"))),\"AppProtocol\":null,"
                    + "\"Port\":\(number),\"TargetPort\":0,\"NodePort\":0}"
                errors.append(
                    FieldError(
                        field: "spec.ports[\(index)]", reason: "FieldValueDuplicate",
                        detail: "Duplicate value: \(words)"))
            }
        }
    }
}
