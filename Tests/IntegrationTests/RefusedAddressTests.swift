import Testing

@Suite("Addresses that cannot be had")
struct RefusedAddressTests {
    @Test("a Service for which no address is left waits, says so, and is served when one comes free")
    func exhausted() async throws {
        let folder = try TemporaryFolder()
        let block = AddressBlock()
        try await withUp(addresses: block, pool: "\(block.address(64))-\(block.address(64))", folder: folder) { up in
            try await up.kubectl("apply", "-f", "-", input: Manifest.service("first", ports: ["a:7001/TCP"]))
            _ = try await up.address(of: "first")
            try await up.kubectl("apply", "-f", "-", input: Manifest.service("second", ports: ["a:7001/TCP"]))
            let (reason, message) = try await up.refusal(of: "second")
            #expect(reason == "PoolExhausted")
            #expect(message.contains("default"))
            #expect(try await up.warning("AddressNotAssigned", of: "second") == message)
            #expect(try await up.warning("SyncLoadBalancerFailed", of: "second").contains(message))
            #expect(try await up.kubectl("get", "service", "second").contains("<pending>"))

            try await up.kubectl("delete", "service", "first")
            #expect(try await up.address(of: "second") == block.address(64))
        }
    }

    @Test("a pool gives to the namespaces it is for, and the label that admits a namespace frees a waiting Service")
    func allocationRules() async throws {
        let folder = try TemporaryFolder()
        let block = AddressBlock()
        try await withUp(addresses: block, pool: "\(block.address(64))-\(block.address(64))", folder: folder) { up in
            try await up.kubectl(
                "apply", "-f", "-",
                input: """
                    apiVersion: fairway.dev/v1alpha1
                    kind: AddressPool
                    metadata: {name: gold}
                    spec:
                      addresses: ["\(block.address(70))-\(block.address(71))"]
                      serviceAllocation: {priority: 1, namespaceSelectors: [{matchLabels: {tier: gold}}]}
                    """)
            let asking = Manifest.service(
                "golden", ports: ["a:7001/TCP"], annotations: ["fairway.dev/address-pool": "gold"])
            try await up.kubectl("apply", "-f", "-", input: asking)
            let (reason, message) = try await up.refusal(of: "golden")
            #expect(reason == "PoolForbidden")
            #expect(message.contains("gold") && message.contains("other namespaces"))
            try await up.kubectl("label", "namespace", "default", "tier=gold")
            #expect(try await up.address(of: "golden") == block.address(70))
            try await up.kubectl("apply", "-f", "-", input: Manifest.service("plain", ports: ["a:7001/TCP"]))
            #expect(try await up.address(of: "plain") == block.address(71), "the pool with a priority comes first")
        }
    }

    @Test("an address that is asked for and cannot be had is refused with the reason, and not replaced")
    func askedFor() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            let taken = up.addresses.address(70)
            try await up.kubectl(
                "apply", "-f", "-",
                input: Manifest.service("holder", ports: ["a:7001/TCP"], annotations: ["fairway.dev/addresses": taken]))
            #expect(try await up.address(of: "holder") == taken)
            let cases = [
                ("outside", "198.51.100.7", "AddressOutsidePools", "198.51.100.7"),
                ("taken", taken, "AddressTaken", "default/holder"),
                ("malformed", "127.0.0.300", "InvalidAnnotation", "127.0.0.300"),
                ("family", "2001:db8::1", "AddressFamilyMismatch", "2001:db8::1"),
            ]
            for (name, address, reason, part) in cases {
                try await up.kubectl(
                    "apply", "-f", "-",
                    input: Manifest.service(
                        name, ports: ["a:7001/TCP"], annotations: ["fairway.dev/addresses": address]))
                let refused = try await up.refusal(of: name)
                #expect(refused.0 == reason, "\(name): \(refused)")
                #expect(refused.1.contains(part), "\(name): \(refused)")
                #expect(try await up.warning("SyncLoadBalancerFailed", of: name).contains(refused.1))
            }
        }
    }

    @Test("two Services that clash on a port of a shared address: the other port is served, the clash has its error")
    func clash() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            let address = up.addresses.address(80)
            let wish = ["fairway.dev/share-address": "k", "fairway.dev/addresses": address]
            let backend = up.addresses.address(1)
            let older = ["web:7001/TCP", "dns:7002/UDP"]
            let younger = ["web:7001/TCP", "log:7003/TCP"]
            try await up.kubectl(
                "apply", "-f", "-",
                input: Manifest.service("older", ports: older, annotations: wish)
                    + Manifest.endpoints("older", address: backend, ports: older))
            #expect(try await up.address(of: "older") == address)
            try await up.kubectl(
                "apply", "-f", "-",
                input: Manifest.service("younger", ports: younger, annotations: wish)
                    + Manifest.endpoints("younger", address: backend, ports: younger))
            let ports = try await eventually("the younger's ports are told") {
                let text = try await up.kubectl(
                    "get", "service", "younger", "-o",
                    "jsonpath={range .status.loadBalancer.ingress[0].ports[*]}{.port}={.error};{end}")
                return text.contains("fairway.dev/") ? text : nil
            }
            #expect(ports == "7001=fairway.dev/PortConflict;7003=;")
            let (_, message) = try await up.condition("Programmed", of: "younger", is: "False")
            #expect(message.contains("default/older"))
            _ = try await up.warning("SyncLoadBalancerFailed", of: "younger")
            let listening = try await output(of: ["ss", "-Htln", "src", address])
            #expect(listening.contains("\(address):7003"))
        }
    }

    @Test("endpoints that lead back to their own Service are a sentence, and not a storm")
    func loop() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            let ports = ["a:7001/TCP"]
            let address = up.addresses.address(64)
            try await up.kubectl(
                "apply", "-f", "-",
                input: Manifest.service("loop", ports: ports, annotations: ["fairway.dev/addresses": address])
                    + Manifest.endpoints("loop", address: address, ports: ports))
            let (reason, message) = try await up.condition("Programmed", of: "loop", is: "False")
            #expect(reason == "BackendLoop")
            #expect(message.contains("\(address):7001/TCP"))
            #expect(try await run(["nc", "-z", "-w", "2", address, "7001"]).code == 1)
        }
    }

    @Test("an address that is not this machine's is a sentence, and is served once it is")
    func notLocal() async throws {
        let folder = try TemporaryFolder()
        try await withUp(pool: "192.0.2.77-192.0.2.77", folder: folder) { up in
            let ports = ["a:7001/TCP"]
            try await up.kubectl(
                "apply", "-f", "-",
                input: Manifest.service("far", ports: ports)
                    + Manifest.endpoints("far", address: up.addresses.address(1), ports: ports))
            let (reason, message) = try await up.condition("Programmed", of: "far", is: "False")
            #expect(reason == "AddressNotLocal")
            #expect(message.contains("192.0.2.77"))
        }
    }

    @Test("a port that the process may not bind is a sentence", .needsRoot)
    func notPermitted() async throws {
        let folder = try TemporaryFolder()
        try folder.giveToNobody(with: Fairway.path)
        try await withUp(
            folder: folder, wrapper: ["runuser", "-u", "nobody", "--"], executable: folder.path("fairway")
        ) { up in
            let ports = ["low:80/TCP", "high:7080/TCP"]
            try await up.kubectl(
                "apply", "-f", "-",
                input: Manifest.service("low", ports: ports)
                    + Manifest.endpoints("low", address: up.addresses.address(1), ports: ports))
            let (_, message) = try await up.condition("Programmed", of: "low", is: "False")
            #expect(message.contains("80/TCP"))
            #expect(message.contains("ip_unprivileged_port_start"))
            let errors = try await up.kubectl(
                "get", "service", "low", "-o",
                "jsonpath={range .status.loadBalancer.ingress[0].ports[*]}{.port}={.error};{end}")
            #expect(errors == "80=fairway.dev/PortNotPermitted;7080=;")
        }
    }
}
