import FairwayJSON

extension JSONValue {
    /// Whether the Service of this spec gets traffic from outside.
    var isExternallyAccessible: Bool {
        switch text("type") {
        case "LoadBalancer", "NodePort": true
        case "ClusterIP": !list("externalIPs").isEmpty
        default: false
        }
    }

    /// Whether nodes answer health checks for the Service of this spec.
    var needsHealthCheck: Bool { text("type") == "LoadBalancer" && text("externalTrafficPolicy") == "Local" }

    mutating func fillInServiceType() { setDefault("type", "ClusterIP") }

    /// Fills in what a Service's spec leaves out, its type aside.
    mutating func fillInService() {
        fillInAffinity()
        if let ports = self["ports"]?.array {
            self["ports"] = .array(ports.map(\.filledInServicePort))
        }
        if isExternallyAccessible {
            setDefault("externalTrafficPolicy", "Cluster")
        }
        if text("type") != "ExternalName" {
            setDefault("internalTrafficPolicy", "Cluster")
            fillInAddresses()
        }
        if text("type") == "LoadBalancer" {
            setDefault("allocateLoadBalancerNodePorts", true)
        }
    }

    private mutating func fillInAffinity() {
        setDefault("sessionAffinity", "None")
        switch text("sessionAffinity") {
        case "None":
            self["sessionAffinityConfig"] = nil
        case "ClientIP" where self[path: "sessionAffinityConfig", "clientIP", "timeoutSeconds"] == nil:
            self["sessionAffinityConfig"] = ["clientIP": ["timeoutSeconds": 10800]]
        default:
            break
        }
    }

    private mutating func fillInAddresses() {
        if self["clusterIPs"] == nil && !text("clusterIP").isEmpty {
            self["clusterIPs"] = [.string(text("clusterIP"))]
        }
        let families = list("ipFamilies")
        let isDual = families.count > 1 || list("clusterIPs").count > 1
        setDefault("ipFamilyPolicy", isDual ? "RequireDualStack" : "SingleStack")
        if families.isEmpty {
            let first = list("clusterIPs").first?.string.map { $0.contains(":") ? "IPv6" : "IPv4" } ?? "IPv4"
            self["ipFamilies"] = [.string(first)]
        }
        if text("ipFamilyPolicy").hasSuffix("DualStack"), list("ipFamilies").count == 1 {
            let first = list("ipFamilies")[0]
            self["ipFamilies"] = [first, first == "IPv6" ? "IPv4" : "IPv6"]
        }
    }

    private var filledInServicePort: JSONValue {
        var port = self
        port.setDefault("protocol", "TCP")
        if port["targetPort"] == nil || port["targetPort"] == 0 || port["targetPort"] == "" {
            port["targetPort"] = port["port"]
        }
        return port
    }

    /// An address published without a mode is one whose packets arrive as they were sent.
    mutating func fillInServiceStatus() {
        guard let ingress = self[path: "status", "loadBalancer", "ingress"]?.array else { return }
        let filled = ingress.map { entry in
            var entry = entry
            if !entry.text("ip").isEmpty {
                entry.setDefault("ipMode", "VIP")
            }
            return entry
        }
        set(["ingress": .array(filled)], at: "status", "loadBalancer")
    }

    /// Sets a member where it is absent or empty text.
    private mutating func setDefault(_ key: String, _ value: JSONValue) {
        if self[key] == nil || self[key] == "" || self[key] == .null {
            self[key] = value
        }
    }
}
