import Testing

/// The cases of a Service's life in the API by which load balancers for Kubernetes are compared, by the names that they
/// go by, as kubectl sees them.
@Suite("Service cases")
struct ServiceCasesTests {
    @Test("Events set")
    func events() async throws {
        try await withUp(folder: TemporaryFolder()) { up in
            try await up.service("echo")
            _ = try await up.address(of: "echo")
            try await up.kubectl(
                "patch", "service", "echo", "-p",
                #"{"spec": {"ports": [{"port": 7001, "$patch": "delete"}, {"name": "b", "port": 7002, "protocol": "TCP"}]}}"#
            )
            let wanted = ["EnsuringLoadBalancer", "AddressAssigned", "EnsuredLoadBalancer", "UpdatedLoadBalancer"]
            try await eventually("an Event for each step") {
                try await reasons(of: "echo", in: up) == wanted ? true : nil
            }
            try await up.kubectl("delete", "service", "echo")
            try await eventually("an Event for each step of the end") {
                try await reasons(of: "echo", in: up) == wanted + ["DeletingLoadBalancer", "DeletedLoadBalancer"]
                    ? true : nil
            }
        }
    }

    /// Those of the load balancer: names have Events of their own.
    private func reasons(of service: String, in up: Up) async throws -> [String] {
        try await up.kubectl(
            "events", "--for", "service/\(service)", "--no-headers", "-o", "jsonpath={range .items[*]}{.reason} {end}"
        ).split(separator: " ").map(String.init).filter { $0 != "RecordsPublished" }
    }

    @Test("should handle load balancer cleanup finalizer for service; status cleared on type change")
    func finalizers() async throws {
        try await withUp(folder: TemporaryFolder()) { up in
            try await up.service("echo")
            let first = try await up.address(of: "echo")
            let finalizers = "jsonpath={.metadata.finalizers[*]}"
            let both = "fairway.dev/cleanup service.kubernetes.io/load-balancer-cleanup"
            #expect(try await up.kubectl("get", "service", "echo", "-o", finalizers) == both)
            try await up.kubectl("patch", "service", "echo", "-p", #"{"spec": {"type": "ClusterIP"}}"#)
            try await eventually("finalizers and status go with the type") {
                try await up.kubectl("get", "service", "echo", "-o", finalizers).isEmpty ? true : nil
            }
            let status = try await up.kubectl("get", "service", "echo", "-o", "jsonpath={.status}")
            #expect(status == #"{"loadBalancer":{}}"#)
            try await up.kubectl("patch", "service", "echo", "-p", #"{"spec": {"type": "LoadBalancer"}}"#)
            #expect(try await up.address(of: "echo") == first)
            #expect(try await up.kubectl("get", "service", "echo", "-o", finalizers) == both)
            try await up.kubectl("delete", "service", "echo", "--timeout=20s")
        }
    }

    @Test("ipMode by mode; status.ports; conditions")
    func status() async throws {
        try await withUp(folder: TemporaryFolder()) { up in
            try await up.kubectl(
                "create", "-f", "-", input: Manifest.service("echo", ports: ["t:7001/TCP", "u:7001/UDP"]))
            let address = try await up.address(of: "echo")
            let ingress = try await up.kubectl(
                "get", "service", "echo", "-o", "jsonpath={.status.loadBalancer.ingress}")
            #expect(
                ingress == #"[{"ip":"\#(address)","ipMode":"Proxy","ports":[{"port":7001,"protocol":"TCP"},"#
                    + #"{"port":7001,"protocol":"UDP"}]}]"#)
            _ = try await up.condition("DNSPublished", of: "echo", is: "True")
            let conditions = try await up.kubectl(
                "get", "service", "echo", "-o",
                "jsonpath={range .status.conditions[*]}{.type}={.status} {.reason};{end}")
            #expect(
                conditions == "fairway.dev/AddressAssigned=True Assigned;fairway.dev/Programmed=True Programmed;"
                    + "fairway.dev/DNSPublished=True Published;")
        }
    }

    @Test("no write when nothing changed")
    func quiet() async throws {
        try await withUp(folder: TemporaryFolder()) { up in
            try await up.service("echo")
            _ = try await up.address(of: "echo")
            let version = "jsonpath={.metadata.resourceVersion}"
            let before = try await up.kubectl("get", "service", "echo", "-o", version)
            for number in 1...5 {
                try await up.service("other-\(number)")
                _ = try await up.address(of: "other-\(number)")
            }
            #expect(try await up.kubectl("get", "service", "echo", "-o", version) == before)
        }
    }

    @Test("second controller present does not fight")
    func rival() async throws {
        try await withUp(folder: TemporaryFolder()) { up in
            try await up.service("echo")
            let ours = try await up.address(of: "echo")
            let theirs = #"{"status": {"loadBalancer": {"ingress": [{"ip": "203.0.113.9"}]}}}"#
            try await up.kubectl("patch", "service", "echo", "--subresource=status", "--type=merge", "-p", theirs)
            let refusal = try await up.refusal(of: "echo", reason: "ServedByAnother")
            #expect(refusal.message.contains("203.0.113.9"))
            #expect(try await up.addresses(of: "echo") == ["203.0.113.9"])
            // As one that looks again and again does; it finds what it wrote.
            let written = try await up.kubectl(
                "patch", "service", "echo", "--subresource=status", "--type=merge", "-p", theirs)
            #expect(written.contains("no change"))
            try await up.kubectl(
                "patch", "service", "echo", "--subresource=status", "--type=merge", "-p",
                #"{"status": {"loadBalancer": null}}"#)
            #expect(try await up.address(of: "echo") == ours)
        }
    }
}
