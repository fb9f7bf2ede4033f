import FairwayJSON

extension ServiceCheck {
    mutating func checkLoadBalancerFields() {
        let isLoadBalancer = type == "LoadBalancer"
        let words = "may only be used when `type` is 'LoadBalancer'"
        if !isLoadBalancer && spec["allocateLoadBalancerNodePorts"] != nil {
            errors.append(.forbidden("spec.allocateLoadBalancerNodePorts", words))
        }
        guard let name = spec["loadBalancerClass"]?.string else { return }
        if isLoadBalancer {
            errors += FieldError.invalid("spec.loadBalancerClass", name, Syntax.qualifiedNameProblems(name))
        } else {
            errors.append(.forbidden("spec.loadBalancerClass", words))
        }
    }

    mutating func checkTrafficPolicies() {
        if spec.isExternallyAccessible {
            checkSupported("externalTrafficPolicy", ["Cluster", "Local"])
        } else if let policy = spec["externalTrafficPolicy"], policy != "" {
            errors.append(
                .invalid("spec.externalTrafficPolicy", policy, "may only be set for externally-accessible services"))
        }
        if let port = spec["healthCheckNodePort"]?.integer, port != 0 {
            let problems =
                spec.needsHealthCheck
                ? Syntax.portNumberProblems(port)
                : ["may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"]
            errors += problems.map { .invalid("spec.healthCheckNodePort", .integer(port), $0) }
        }
        checkSupported("internalTrafficPolicy", ["Cluster", "Local"])
        checkSupported("trafficDistribution", ["PreferClose", "PreferSameNode", "PreferSameZone"])
    }
}

/// What is wrong with a Service's status (`ValidateLoadBalancerStatus` of Kubernetes).
enum ServiceStatusCheck {
    static func problems(_ status: JSONValue, spec: JSONValue) -> [FieldError] {
        let ingress = status[path: "loadBalancer", "ingress"]?.array ?? []
        guard spec.text("type") == "LoadBalancer" || ingress.isEmpty else {
            return [.forbidden("status.loadBalancer.ingress", "may only be used when `spec.type` is 'LoadBalancer'")]
        }
        return ingress.enumerated().flatMap { problems(of: $1, at: "status.loadBalancer.ingress[\($0)]") }
    }

    private static func problems(of entry: JSONValue, at path: String) -> [FieldError] {
        var errors: [FieldError] = []
        let ip = entry.text("ip")
        if !ip.isEmpty && !AddressSyntax.isAddress(ip) {
            errors.append(.invalid("\(path).ip", .string(ip), AddressSyntax.notAnAddress))
        }
        if let mode = entry["ipMode"] {
            if ip.isEmpty {
                errors.append(.forbidden("\(path).ipMode", "may not be specified when `ip` is not set"))
            } else if mode != "VIP" && mode != "Proxy" {
                errors.append(.notSupported("\(path).ipMode", mode, ["Proxy", "VIP"]))
            }
        }
        let hostname = entry.text("hostname")
        if !hostname.isEmpty {
            errors += FieldError.invalid("\(path).hostname", hostname, Syntax.subdomainProblems(hostname))
            if AddressSyntax.isAddress(hostname) {
                errors.append(
                    .invalid("\(path).hostname", .string(hostname), "must be a DNS name, not an IP address"))
            }
        }
        return errors
    }
}
