import FairwayJSON

extension JSONValue {
    /// A client that replaces a Service need not repeat the addresses and the port it was given.
    mutating func keepAllocated(_ old: JSONValue) {
        guard text("type") != "ExternalName", old.text("type") != "ExternalName" else { return }
        if text("clusterIP").isEmpty && list("clusterIPs").isEmpty {
            self["clusterIP"] = old["clusterIP"]
            self["clusterIPs"] = old["clusterIPs"]
        }
        if needsHealthCheck, old.needsHealthCheck, healthCheckPort == nil {
            self["healthCheckNodePort"] = old["healthCheckNodePort"]
        }
    }

    /// A client that changes only the type means that what belonged to the old type should go: fields that the new
    /// type forbids and that have not been touched are dropped.
    mutating func dropWhatTheTypeForbids(_ old: JSONValue) {
        let type = text("type")
        if type != "LoadBalancer" {
            drop("allocateLoadBalancerNodePorts", ifSameAs: old)
            drop("loadBalancerClass", ifSameAs: old)
        }
        if !isExternallyAccessible {
            drop("externalTrafficPolicy", ifSameAs: old)
        }
        if !needsHealthCheck {
            drop("healthCheckNodePort", ifSameAs: old)
        }
        if type == "ExternalName" {
            for key in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"] {
                drop(key, ifSameAs: old)
            }
        }
        if type == "ClusterIP" || type == "ExternalName", old["type"] != self["type"] {
            self["ports"] = self["ports"].map { ports in .array((ports.array ?? []).map(\.withoutNodePort)) }
        }
    }

    /// A Service of another type has no published addresses.
    mutating func dropStatusOfOtherTypes() {
        if self[path: "status", "loadBalancer"] != nil && self[path: "spec", "type"] != "LoadBalancer" {
            set([:], at: "status", "loadBalancer")
        }
    }

    private mutating func drop(_ key: String, ifSameAs old: JSONValue) {
        if self[key] == old[key] {
            self[key] = nil
        }
    }

    private var withoutNodePort: JSONValue {
        var port = self
        port["nodePort"] = nil
        return port
    }
}
