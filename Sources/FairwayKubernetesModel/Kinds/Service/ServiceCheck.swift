import FairwayJSON

/// Collects what is wrong with a Service, in the order of `ValidateService` of Kubernetes.
struct ServiceCheck {
    let object: JSONValue
    let spec: JSONValue
    let type: String
    var errors: [FieldError] = []

    init(_ object: JSONValue) {
        self.object = object
        self.spec = object["spec"] ?? [:]
        self.type = spec.text("type")
    }

    private var isHeadless: Bool { spec.list("clusterIPs") == ["None"] }

    mutating func checkService() {
        if spec.list("ports").isEmpty && !isHeadless && type != "ExternalName" {
            errors.append(.required("spec.ports"))
        }
        checkTypeAgainstAddresses()
        checkPorts()
        for (key, value) in (spec["selector"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            errors += FieldError.invalid("spec.selector", key, Syntax.qualifiedNameProblems(key))
            let text = value.string ?? ""
            errors += FieldError.invalid("spec.selector", text, Syntax.labelValueProblems(text))
        }
        checkAffinity()
        checkAddresses()
        if type.isEmpty {
            errors.append(.required("spec.type"))
        }
        checkSupported("type", ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"])
        checkNodePorts()
        checkRepeatedPorts()
        checkSourceRanges()
        checkLoadBalancerFields()
        checkTrafficPolicies()
    }

    /// What may not change once it is set.
    mutating func checkUpdate(from old: JSONValue) {
        let neitherIsAlias = type != "ExternalName" && old.text("type") != "ExternalName"
        for key in ["clusterIPs", "ipFamilies"] where neitherIsAlias {
            if let before = old.list(key).first, let after = spec.list(key).first, before != after {
                errors.append(.invalid("spec.\(key)[0]", after, "may not change once set"))
            }
        }
        if type == "LoadBalancer" && old.text("type") == "LoadBalancer"
            && spec["loadBalancerClass"] != old["loadBalancerClass"]
        {
            errors.append(
                .invalid("spec.loadBalancerClass", spec["loadBalancerClass"] ?? .null, "may not change once set"))
        }
        if spec.needsHealthCheck && old.needsHealthCheck && spec["healthCheckNodePort"] != old["healthCheckNodePort"] {
            errors.append(.forbidden("spec.healthCheckNodePort", "field is immutable"))
        }
    }

    /// A field of the spec that, where set, has one of a few values.
    mutating func checkSupported(_ key: String, _ supported: [String]) {
        if let value = spec[key], let text = value.string, !text.isEmpty, !supported.contains(text) {
            errors.append(.notSupported("spec.\(key)", value, supported))
        }
    }

    private mutating func checkTypeAgainstAddresses() {
        switch type {
        case "LoadBalancer" where isHeadless, "NodePort" where isHeadless:
            errors.append(.invalid("spec.clusterIPs[0]", "None", "may not be set to 'None' for \(type) services"))
        case "ExternalName":
            for key in ["clusterIPs", "ipFamilies", "ipFamilyPolicy"] where spec[key] != nil && spec[key] != [] {
                errors.append(.forbidden("spec.\(key)", "may not be set for ExternalName services"))
            }
            let name = spec.text("externalName")
            let bare = name.hasSuffix(".") ? String(name.dropLast()) : name
            errors +=
                bare.isEmpty
                ? [.required("spec.externalName")]
                : FieldError.invalid("spec.externalName", bare, Syntax.subdomainProblems(bare))
        default:
            break
        }
    }

    private mutating func checkAffinity() {
        checkSupported("sessionAffinity", ["ClientIP", "None"])
        let timeout = spec[path: "sessionAffinityConfig", "clientIP", "timeoutSeconds"]?.integer
        if spec.text("sessionAffinity") == "ClientIP", let timeout, !(1...86400).contains(timeout) {
            errors.append(
                .invalid(
                    "spec.sessionAffinityConfig.clientIP.timeoutSeconds", .integer(timeout),
                    "must be greater than 0 and less than 86400"))
        }
    }
}
