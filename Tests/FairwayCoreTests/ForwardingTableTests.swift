import FairwayCore
import FairwayNet
import Testing

@Suite("Forwarding tables")
struct ForwardingTableTests {
    static func service(
        _ key: ServiceKey, age: Int64, addresses: [IPAddress] = ["192.0.2.1"], ports: [TransportPort] = [tcp80],
        endpoints: [Endpoint] = [Endpoint("10.0.0.1:8080")]
    ) -> ServedService {
        ServedService(
            key: key, creation: CreationOrder(createdAt: age, uid: key.description), addresses: addresses,
            ports: ports.map { ServedPort(port: $0, endpoints: endpoints) })
    }

    static func frontend(_ address: IPAddress, _ port: TransportPort) -> Frontend {
        Frontend(address: address, port: port.port, transport: port.transport)
    }

    @Test("each address has each port, with the endpoints of its family")
    func frontends() {
        let service = Self.service(
            "a", age: 1, addresses: ["192.0.2.1", "2001:db8::1"], ports: [tcp80, udp80],
            endpoints: [Endpoint("10.0.0.1:8080"), Endpoint("[fd00::1]:8080")])
        let table = ForwardingTable(services: [service])
        #expect(table.entries.count == 4)
        for port in [tcp80, udp80] {
            #expect(
                table.entries[Self.frontend("192.0.2.1", port)]
                    == ForwardingEntry(service: "a", backends: [WeightedBackend("10.0.0.1:8080")]))
            #expect(
                table.entries[Self.frontend("2001:db8::1", port)]
                    == ForwardingEntry(service: "a", backends: [WeightedBackend("[fd00::1]:8080")]))
        }
    }

    @Test("a frontend of two Services is the older's, whatever their order")
    func clash() {
        let services = [
            Self.service("young", age: 2, ports: [tcp80, udp80]), Self.service("old", age: 1, ports: [tcp80, tcp81]),
        ]
        for services in [services, services.reversed()] {
            let table = ForwardingTable(services: services)
            #expect(
                table.entries.mapValues(\.service) == [
                    Self.frontend("192.0.2.1", tcp80): "old", Self.frontend("192.0.2.1", tcp81): "old",
                    Self.frontend("192.0.2.1", udp80): "young",
                ])
        }
    }

    @Test("a Service without endpoints has entries without backends")
    func noEndpoints() {
        let table = ForwardingTable(services: [Self.service("a", age: 1, endpoints: [])])
        #expect(table.entries[Self.frontend("192.0.2.1", tcp80)] == ForwardingEntry(service: "a", backends: []))
    }

    @Test("the changes from one table to another are added, changed and removed frontends, sorted")
    func changes() {
        let old = ForwardingTable(services: [
            Self.service("a", age: 1, ports: [tcp80, tcp81, udp80]),
            Self.service("b", age: 2, addresses: ["192.0.2.2"]),
        ])
        var new = ForwardingTable(services: [
            Self.service("a", age: 1, ports: [udp80, tcp80], endpoints: [Endpoint("10.0.0.1:8080")]),
            Self.service("c", age: 2, addresses: ["2001:db8::2", "192.0.2.3"]),
        ])
        new.entries[Self.frontend("192.0.2.1", udp80)]?.timeouts.udpReplied = 9
        let changes = TableChanges(from: old, to: new)
        #expect(changes.added == [Self.frontend("192.0.2.3", tcp80), Self.frontend("2001:db8::2", tcp80)])
        #expect(changes.changed == [Self.frontend("192.0.2.1", udp80)])
        #expect(changes.removed == [Self.frontend("192.0.2.1", tcp81), Self.frontend("192.0.2.2", tcp80)])
        #expect(!changes.isEmpty)
        #expect(TableChanges(from: new, to: new).isEmpty)
    }

    @Test("frontends print as people write them")
    func printing() {
        #expect(Self.frontend("192.0.2.1", udp80).description == "192.0.2.1:80/UDP")
        #expect(Self.frontend("2001:db8::1", tcp80).description == "[2001:db8::1]:80/TCP")
    }
}

@Suite("Fingerprints")
struct FingerprintTests {
    let service = ForwardingTableTests.service(
        "a", age: 1, addresses: ["192.0.2.1", "2001:db8::1"], ports: [tcp80, udp80],
        endpoints: [Endpoint("10.0.0.1:8080"), Endpoint("10.0.0.2:8080")])

    @Test("what clients see changes the one fingerprint, what is behind it the other")
    func changes() {
        let cases: [(String, frontends: Bool, endpoints: Bool, (inout ServedService) -> Void)] = [
            ("nothing", false, false, { _ in }),
            ("an address", true, false, { $0.addresses.removeLast() }),
            ("another address", true, false, { $0.addresses[0] = "192.0.2.2" }),
            ("the order of addresses", false, false, { $0.addresses.reverse() }),
            ("the order of ports", false, false, { $0.ports.reverse() }),
            ("the order of endpoints", false, false, { $0.ports[0].endpoints.reverse() }),
            ("a port's name", false, false, { $0.ports[0].name = "web" }),
            ("a port", true, true, { $0.ports[0].port.port = 81 }),
            ("a protocol", true, true, { $0.ports.remove(at: 0) }),
            ("a timeout", true, false, { $0.timeouts.udpUnreplied += 1 }),
            ("affinity", true, false, { $0.affinity = ClientAffinity() }),
            ("PROXY protocol", true, false, { $0.proxyProtocol = .v1 }),
            ("a limit", true, false, { $0.limits.flows = 1 }),
            ("a health check", true, false, { $0.healthCheck = .tcp(port: nil) }),
            ("a health check at a port", true, false, { $0.healthCheck = .tcp(port: 1) }),
            ("a health check by answers", true, false, { $0.healthCheck = .udpReply }),
            ("another limit", true, false, { $0.limits.newPerSecond = 1 }),
            ("PROXY protocol 2", true, false, { $0.proxyProtocol = .v2 }),
            (
                "an endpoint that is gone", false, false,
                { service in
                    service.ports[0].endpoints.append(Endpoint("10.0.0.3:8080", ready: false))
                }
            ),
            ("a new endpoint", false, true, { $0.ports[0].endpoints.append(Endpoint("10.0.0.3:8080")) }),
            ("a weight", false, true, { $0.ports[0].endpoints[0].weight = 1 }),
            (
                "a condition", false, true,
                { service in
                    service.ports[0].endpoints[0].ready = false
                    service.ports[0].endpoints[0].serving = true
                    service.ports[0].endpoints[0].terminating = true
                }
            ),
        ]
        for (name, frontends, endpoints, change) in cases {
            var changed = service
            change(&changed)
            #expect((changed.fingerprint != service.fingerprint) == frontends, "\(name)")
            #expect((changed.endpointsFingerprint != service.endpointsFingerprint) == endpoints, "\(name)")
        }
    }

    @Test("a fingerprint is read as it is printed, and nothing else is", arguments: [0, 1, UInt64.max, 0xABC])
    func text(value: UInt64) {
        let fingerprint = Fingerprint(rawValue: value)
        #expect(fingerprint.description.count == 16)
        #expect(Fingerprint(fingerprint.description) == fingerprint)
        #expect(Fingerprint(String(fingerprint.description.dropFirst())) == nil)
        #expect(Fingerprint("+" + fingerprint.description.dropFirst()) == nil)
    }

    @Test("fingerprints are the same in every process and release")
    func stable() {
        #expect(service.fingerprint.description == "2d488ae3acae2df7")
        #expect(service.endpointsFingerprint.description == "2f0580ec3e267ece")
    }
}

@Suite("Stable hashes")
struct StableHashTests {
    @Test("where one text ends and the next begins counts")
    func boundaries() {
        let cases = [["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"], ["abc\0"], [""], []]
        let values = cases.map { texts in
            var hash = StableHash()
            texts.forEach { hash.combine($0) }
            return hash.value
        }
        #expect(Set(values).count == cases.count)
    }

    @Test("a bit changes half of the bits, and a seed all of the hash")
    func avalanche() {
        func hash(_ word: UInt64, seed: UInt64 = 0) -> UInt64 {
            var hash = StableHash(seed: seed)
            hash.combine(word)
            return hash.value
        }
        var differing = 0
        for word in 0..<64 as Range<UInt64> {
            for bit in 0..<64 as Range<UInt64> {
                differing += (hash(word) ^ hash(word ^ 1 << bit)).nonzeroBitCount
            }
        }
        #expect((30.0...34.0).contains(Double(differing) / (64 * 64)))
        #expect(hash(1) != hash(1, seed: 1))
    }

    @Test("each part of a flow counts")
    func flow() {
        let client = SocketAddress(address: "198.51.100.7", port: 40_000)
        let frontend = Frontend(address: "192.0.2.1", port: 80, transport: .tcp)
        var otherPort = frontend
        otherPort.port = 81
        var otherTransport = frontend
        otherTransport.transport = .udp
        var otherAddress = frontend
        otherAddress.address = "192.0.2.2"
        let hashes = [
            StableHash.flow(from: client, to: frontend),
            StableHash.flow(from: SocketAddress(address: client.address, port: 40_001), to: frontend),
            StableHash.flow(from: SocketAddress(address: "198.51.100.8", port: 40_000), to: frontend),
            StableHash.flow(from: client, to: otherPort), StableHash.flow(from: client, to: otherTransport),
            StableHash.flow(from: client, to: otherAddress),
        ]
        #expect(Set(hashes).count == hashes.count)
    }
}
