import Testing

/// The cases of address management by which load balancers for Kubernetes are compared, by the names that they go by,
/// as kubectl sees them. No address is used: whether one is served is told elsewhere.
@Suite("address cases")
struct AddressCasesTests {
    /// Runs `up` with these pools alone: names, and what their `spec` says.
    private func withPools(_ pools: KeyValuePairs<String, String>, _ body: (Up) async throws -> Void) async throws {
        try await withUp(pool: "127.64.0.1-127.64.0.1", folder: TemporaryFolder()) { up in
            try await up.kubectl("delete", "addresspool", "default")
            for (name, spec) in pools { try await up.pool(name, spec) }
            try await body(up)
        }
    }

    @Test("range and CIDR pools")
    func rangesAndBlocks() async throws {
        try await withPools(["mixed": "addresses: [192.0.2.8/31, 198.51.100.7-198.51.100.8]"]) { up in
            for (name, address) in [
                ("a", "192.0.2.8"), ("b", "192.0.2.9"), ("c", "198.51.100.7"), ("d", "198.51.100.8"),
            ] {
                try await up.service(name)
                try await up.assigned(name, [address])
            }
        }
    }

    @Test("autoAssign=false skipped but honoured when named")
    func autoAssign() async throws {
        try await withPools([
            "aside": "addresses: [192.0.2.0/30], autoAssign: false", "open": "addresses: [198.51.100.0/30]",
        ]) { up in
            try await up.service("any")
            try await up.assigned("any", ["198.51.100.0"])
            try await up.service("named", ["metallb.io/address-pool": "aside"])
            try await up.assigned("named", ["192.0.2.0"])
            try await up.service("asked", ["fairway.dev/addresses": "192.0.2.3"])
            try await up.assigned("asked", ["192.0.2.3"])
        }
    }

    @Test("priority 1 before 50 before 0")
    func priority() async throws {
        try await withPools([
            "a-none": "addresses: [192.0.2.0/32]",
            "b-fifty": "addresses: [192.0.2.50/32], serviceAllocation: {priority: 50}",
            "c-one": "addresses: [192.0.2.1/32], serviceAllocation: {priority: 1}",
        ]) { up in
            for (name, address) in [("a", "192.0.2.1"), ("b", "192.0.2.50"), ("c", "192.0.2.0")] {
                try await up.service(name)
                try await up.assigned(name, [address])
            }
        }
    }

    @Test(
        "namespace / namespaceSelector / serviceSelector pins; annotated pool or IP outside pin stays pending with Event"
    )
    func pins() async throws {
        try await withPools([
            "named": "addresses: [192.0.2.0/30], serviceAllocation: {namespaces: [red]}",
            "labelled":
                "addresses: [192.0.2.4/30], serviceAllocation: {namespaceSelectors: [{matchLabels: {tier: gold}}]}",
            "chosen":
                "addresses: [192.0.2.8/30], serviceAllocation: {serviceSelectors: [{matchLabels: {app: echo}}]}",
        ]) { up in
            try await up.kubectl("create", "namespace", "red")
            try await up.kubectl("create", "namespace", "blue")
            try await up.kubectl("label", "namespace", "blue", "tier=gold")
            try await up.service("in-red", in: "red")
            try await up.assigned("in-red", ["192.0.2.0"], in: "red")
            try await up.service("in-blue", in: "blue")
            try await up.assigned("in-blue", ["192.0.2.4"], in: "blue")
            try await up.service("echo", labels: "app: echo")
            try await up.assigned("echo", ["192.0.2.8"])
            try await up.service("kept-out", ["fairway.dev/address-pool": "named"])
            try await up.service("kept-out-too", ["fairway.dev/addresses": "192.0.2.5"])
            for name in ["kept-out", "kept-out-too"] {
                let refusal = try await up.refusal(of: name, reason: "PoolForbidden")
                #expect(try await up.warning("AddressNotAssigned", of: name) == refusal.message)
                #expect(try await up.addresses(of: name) == [])
            }
        }
    }

    @Test("avoidBuggyIPs")
    func buggyAddresses() async throws {
        try await withPools(["edge": "addresses: [192.0.2.255-192.0.3.1], avoidBuggyIPs: true"]) { up in
            try await up.service("a")
            try await up.assigned("a", ["192.0.3.1"])
            try await up.service("b", ["fairway.dev/addresses": "192.0.3.0"])
            #expect(try await up.refusal(of: "b").message.contains("avoidBuggyIPs"))
        }
    }

    @Test("freed IP given to a waiting Service on delete and on type→ClusterIP; pool exhaustion reported")
    func freed() async throws {
        try await withPools(["one": "addresses: [192.0.2.7/32]"]) { up in
            try await up.service("first")
            try await up.assigned("first", ["192.0.2.7"])
            try await up.service("second")
            #expect(try await up.refusal(of: "second").reason == "PoolExhausted")
            try await up.kubectl("delete", "service", "first")
            try await up.assigned("second", ["192.0.2.7"])
            try await up.service("third")
            #expect(try await up.refusal(of: "third").reason == "PoolExhausted")
            try await up.kubectl("patch", "service", "second", "-p", #"{"spec": {"type": "ClusterIP"}}"#)
            try await up.assigned("third", ["192.0.2.7"])
            #expect(try await up.addresses(of: "second") == [])
        }
    }

    @Test("pool deleted → kept while used, told, and re-allocated when asked to")
    func poolDeleted() async throws {
        try await withPools(["old": "addresses: [192.0.2.0/30]"]) { up in
            try await up.service("echo")
            try await up.assigned("echo", ["192.0.2.0"])
            try await up.pool("new", "addresses: [198.51.100.0/30]")
            try await up.kubectl("delete", "addresspool", "old")
            let told = try await up.warning("UpdateLoadBalancerFailed", of: "echo")
            #expect(told.contains("192.0.2.0, which is in no pool any more"))
            #expect(try await up.addresses(of: "echo") == ["192.0.2.0"])
            try await up.kubectl("annotate", "service", "echo", "fairway.dev/address-pool=new")
            try await up.assigned("echo", ["198.51.100.0"])
        }
    }

    @Test(
        "PreferDualStack picks dual pool, v4 first unless ipFamilies[0]=v6, second IP added later when the pool becomes dual, does not jump pools"
    )
    func preferDualStack() async throws {
        try await withPools(["a": "addresses: [192.0.2.0/30]"]) { up in
            let prefer = "ipFamilyPolicy: PreferDualStack"
            try await up.service("grows", spec: prefer)
            try await up.assigned("grows", ["192.0.2.0"])
            try await up.pool("dual", "addresses: [198.51.100.0/30, \"2001:db8:d::/120\"], autoAssign: false")
            try await up.pool("dual", "addresses: [198.51.100.0/30, \"2001:db8:d::/120\"], autoAssign: true")
            try await up.assigned("grows", ["192.0.2.0", "2001:db8:d::"])
            try await up.service("fresh", spec: prefer)
            try await up.assigned("fresh", ["198.51.100.0", "2001:db8:d::1"])
            try await up.service("six-first", spec: "\(prefer)\n  ipFamilies: [IPv6, IPv4]")
            try await up.assigned("six-first", ["2001:db8:d::2", "198.51.100.1"])
            try await up.pool("a", "addresses: [192.0.2.0/30, \"2001:db8:a::/120\"]")
            try await up.service("last", spec: prefer)
            try await up.assigned("last", ["192.0.2.1", "2001:db8:a::"])
            #expect(try await up.addresses(of: "grows") == ["192.0.2.0", "2001:db8:d::"])
        }
    }

    @Test("RequireDualStack with one family fails, and is met when the pool becomes dual; SingleStack grows to dual")
    func requireDualStack() async throws {
        try await withPools(["a": "addresses: [192.0.2.0/30]"]) { up in
            try await up.service("both", spec: "ipFamilyPolicy: RequireDualStack")
            let refusal = try await up.refusal(of: "both", reason: "NoPool")
            #expect(refusal.message.contains("IPv6"))
            try await up.service("one")
            try await up.assigned("one", ["192.0.2.0"])
            try await up.pool("a", "addresses: [192.0.2.0/30, \"2001:db8:a::/120\"]")
            try await up.assigned("both", ["192.0.2.1", "2001:db8:a::"])
            try await up.kubectl(
                "patch", "service", "one", "-p",
                #"{"spec": {"ipFamilyPolicy": "RequireDualStack", "ipFamilies": ["IPv4", "IPv6"]}}"#)
            try await up.assigned("one", ["192.0.2.0", "2001:db8:a::1"])
        }
    }

    @Test("pool status counters v4/v6")
    func counters() async throws {
        try await withPools(["a": "addresses: [192.0.2.0/30, \"2001:db8:a::/126\"]"]) { up in
            try await up.service("both", spec: "ipFamilyPolicy: RequireDualStack")
            try await up.service("one")
            let counts =
                "jsonpath={.status.assignedIPv4}/{.status.availableIPv4} "
                + "{.status.assignedIPv6}/{.status.availableIPv6}"
            try await eventually("both families are counted") {
                try await up.kubectl("get", "addresspool", "a", "-o", counts) == "2/2 1/3" ? true : nil
            }
            try await up.kubectl("delete", "service", "both")
            try await eventually("what is free again is counted") {
                try await up.kubectl("get", "addresspool", "a", "-o", counts) == "1/3 0/4" ? true : nil
            }
        }
    }

    @Test("sharing re-evaluated when ETP changes")
    func sharing() async throws {
        try await withPools(["a": "addresses: [192.0.2.0/30]"]) { up in
            let key = ["metallb.io/allow-shared-ip": "k"]
            try await up.service("tcp", key)
            try await up.assigned("tcp", ["192.0.2.0"])
            try await up.service("udp", key, port: "a:7001/UDP")
            try await up.assigned("udp", ["192.0.2.0"])
            try await up.kubectl("patch", "service", "udp", "-p", #"{"spec": {"externalTrafficPolicy": "Local"}}"#)
            try await up.assigned("udp", ["192.0.2.1"])
            try await up.kubectl("annotate", "service", "udp", "fairway.dev/addresses=192.0.2.0")
            let refusal = try await up.refusal(of: "udp", reason: "AddressTaken")
            #expect(refusal.message.contains("default/tcp") && refusal.message.contains("Local"))
            let selector = #"{"spec": {"externalTrafficPolicy": "Local", "selector": {"app": "echo"}}}"#
            try await up.kubectl("patch", "service", "tcp", "-p", selector)
            try await up.kubectl("patch", "service", "udp", "-p", selector)
            try await up.assigned("udp", ["192.0.2.0"])
            #expect(try await up.addresses(of: "tcp") == ["192.0.2.0"])
        }
    }

    @Test("overlapping pools rejected, and what else is wrong with a pool")
    func badPools() async throws {
        try await withPools(["a": "addresses: [192.0.2.0/30]"]) { up in
            for (spec, sentence) in [
                ("addresses: [192.0.2.2-192.0.2.9]", "overlaps with 192.0.2.0/30 of the pool \"a\""),
                ("addresses: []", "a pool has at least one block or range"),
                ("addresses: [198.51.100.9-198.51.100.1]", "198.51.100.9-198.51.100.1"),
                ("addresses: [198.51.100.0/24, 198.51.100.7/32]", "overlaps with spec.addresses[0]"),
                ("addresses: [nonsense]", "nonsense"),
                ("addresses: [198.51.100.0/24], sharing: everybody", "supported values: \"cluster\", \"namespace\""),
                ("addresses: [198.51.100.0/24], serviceAllocation: {priority: -1}", "greater than or equal to 0"),
            ] {
                let outcome = try await up.tryKubectl("create", "-f", "-", input: Up.poolManifest("bad", spec))
                #expect(outcome.code == 1 && outcome.errors.contains(sentence), "\(outcome)")
            }
            #expect(try await up.kubectl("get", "addresspools", "-o", "name") == "addresspool.fairway.dev/a")
        }
    }

    @Test("foreign loadBalancerClass never touched")
    func foreignClass() async throws {
        try await withPools(["a": "addresses: [192.0.2.0/30]"]) { up in
            try await up.service("theirs", spec: "loadBalancerClass: example.net/other")
            let before = try await up.kubectl("get", "service", "theirs", "-o", "json")
            // Whoever comes later has been looked at later.
            try await up.service("ours", spec: "loadBalancerClass: fairway.dev/fairway")
            try await up.assigned("ours", ["192.0.2.0"])
            #expect(try await up.kubectl("get", "service", "theirs", "-o", "json") == before)
            let finalizers = try await up.kubectl("get", "service", "ours", "-o", "jsonpath={.metadata.finalizers}")
            #expect(finalizers == #"["fairway.dev/cleanup"]"#)
        }
    }
}

extension Up {
    static func poolManifest(_ name: String, _ spec: String) -> String {
        "---\n{apiVersion: fairway.dev/v1alpha1, kind: AddressPool, metadata: {name: \(name)}, spec: {\(spec)}}"
    }

    /// Makes or changes a pool.
    fileprivate func pool(
        _ name: String, _ spec: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await kubectl(
            "apply", "--server-side", "-f", "-", input: Self.poolManifest(name, spec), sourceLocation: sourceLocation)
    }

    /// Makes a Service with one port.
    func service(
        _ name: String, _ annotations: [String: String] = [:], port: String = "a:7001/TCP",
        in namespace: String = "default",
        labels: String = "", spec: String = "", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await kubectl(
            "create", "-n", namespace, "-f", "-",
            input: Manifest.service(name, ports: [port], annotations: annotations, spec: spec, labels: labels),
            sourceLocation: sourceLocation)
    }
}
