import Glibc
import SystemPackage
import Testing

extension Forwarding {
    @Suite("backends that come and go")
    struct Backends {
        private let up: Up
        /// Where clients come from: their ports are chosen, so that the same flows exist in each run.
        private let clients: Place

        init() throws {
            up = try SharedUp.current
            clients = Place(up.addresses.address(10), 20_000)
        }

        private func places(_ count: Int, _ port: UInt16) -> [(name: String, place: Place)] {
            zip(["a", "b", "c", "d"], 1...count).map { ($0, Place(up.addresses.address($1), port)) }
        }

        @Test("new flows are shared by weight", arguments: [TestSocket.Kind.tcp, .udp])
        func weights(kind: TestSocket.Kind) async throws {
            let (port, service): (UInt16, String) = kind == .tcp ? (7_201, "weights-tcp") : (7_202, "weights-udp")
            let ports = ["port:\(port)/\(kind == .tcp ? "TCP" : "UDP")"]
            let places = places(3, port)
            let address = try await up.serve(
                service, ports: ports, Slice(ports, [places[0].place.address], name: "heavy", weight: 300),
                Slice(ports, [places[1].place.address], name: "light"),
                Slice(ports, [places[2].place.address], name: "none", weight: 0))
            try await withBackends(places) { _ in
                let clients = clients
                let found = try await onThread {
                    try [Flow].open(600, kind, to: Place(address, port), from: clients).backends()
                }
                let heavy = found.count { $0 == "a" }
                // Three quarters, and four times the standard deviation of 600 throws.
                #expect((408...492).contains(heavy))
                #expect(found.count { $0 == "b" } == 600 - heavy)
            }
        }

        @Test("backends come and go under load, and no flow of another backend notices")
        func load() async throws {
            let ports = ["tcp:7203/TCP", "udp:7203/UDP"]
            let places = places(4, 7_203)
            let addresses = places.map(\.place.address)
            let address = try await up.serve("load", ports: ports, Slice(ports, Array(addresses[..<3])))
            try await withBackends(places) { _ in
                let place = Place(address, 7_203)
                let load = try Load(
                    TestSocket.Kind.allCases.flatMap { try [Flow].open(60, $0, to: place, from: clients) })
                defer { load.stop() }
                #expect(Set(load.homes) == ["a", "b", "c"])
                for (members, gone) in [
                    (addresses[...], ""), (addresses.dropLast(2), "c"), (addresses.dropFirst(), "ac"),
                    (addresses[...], "ac"),
                ] {
                    try await up.change("load", to: [Slice(ports, Array(members))])
                    let disturbed = try await load.disturbed()
                    #expect(disturbed == Set(load.homes.indices.filter { gone.contains(load.homes[$0]) }))
                }
            }
        }

        @Test(
            """
            should not have connectivity disruption during rolling update with externalTrafficPolicy=Cluster and \
            =Local, nor where the Service changes meanwhile
            """, arguments: [("Cluster", 7_207), ("Local", 7_210)] as [(String, UInt16)])
        func rollingUpdate(policy: String, port: UInt16) async throws {
            let (ports, more, service) = (["tcp:\(port)/TCP", "udp:\(port)/UDP"], port + 1, "rolling-\(port)")
            let (places, spec) = (places(2, port), "externalTrafficPolicy: \(policy)")
            let (a, b) = (places[0].place.address, places[1].place.address)
            let address = try await up.serve(service, ports: ports, Slice(ports, [a]), spec: spec)
            try await withBackends(places) { backends in
                let newcomers = Newcomers(to: Place(address, port))
                defer { newcomers.stop() }
                for members in [[(a, Slice.State.ready), (b, .ready)], [(a, .draining), (b, .ready)], [(b, .ready)]] {
                    try await up.change(service, to: [Slice(ports + ["more:\(more)/TCP>\(port)"], members)])
                }
                backends["a"]?.stop()
                try await up.apply(
                    Manifest.service(
                        service, ports: ports + ["more:\(more)/TCP"],
                        annotations: ["fairway.dev/udp-idle-timeout": "9s"], spec: spec))
                try await eventually("the new port is served") {
                    (try? TestSocket(.tcp, to: Place(address, more))) != nil ? true : nil
                }
                let tally = newcomers.stop()
                #expect(tally.failures == [])
                #expect(tally.served > 0)
            }
        }

        @Test("a removed backend's UDP clients reach another with their next datagram; its connections are reset")
        func removed() async throws {
            let ports = ["tcp:7204/TCP", "udp:7204/UDP"]
            let places = places(2, 7_204)
            let address = try await up.serve("removed", ports: ports, Slice(ports, places.map(\.place.address)))
            try await withBackends(places) { _ in
                let place = Place(address, 7_204)
                let streams = try [Flow].open(20, .tcp, to: place, from: clients)
                let datagrams = try [Flow].open(20, .udp, to: place, from: clients)
                let (lost, kept) = try streams.split { try $0.backend() == "a" }
                try #expect(Set(datagrams.backends()) == ["a", "b"])
                #expect(!lost.isEmpty && !kept.isEmpty)

                try await up.change("removed", to: [Slice(ports, [places[1].place.address])])

                try #expect(Set(datagrams.backends()) == ["b"])
                #expect(lost.allSatisfy { $0.socket.failure() == .connectionReset })
                try #expect(Set(kept.backends()) == ["b"])
            }
        }

        @Test(
            "should be able to preserve UDP traffic when server pod cycles for a LoadBalancer service",
            arguments: [("on different nodes", "elsewhere", 7_212), ("on the same nodes", nil, 7_213)]
                as [(String, String?, UInt16)])
        func podCycles(nodes: String, node: String?, port: UInt16) async throws {
            let (ports, service) = (["udp:\(port)/UDP"], "cycles-\(port)")
            let places = places(2, port)
            let address = try await up.serve(service, ports: ports, Slice(ports, [places[0].place.address]))
            try await withBackends(places) { backends in
                // Its port stays the same, so that it is one flow to everybody on the way.
                let client = try Flow(.udp, to: Place(address, port), from: Place(clients.address, 24_321))
                try #expect(client.backend() == "a")
                let next = Slice(ports, [places[1].place.address], name: "2", node: node)
                try await up.change(service, to: [Slice(ports, [(places[0].place.address, .draining)]), next])
                try #expect(client.backend() == "a")
                backends["a"]?.stop()
                try await up.change(service, to: [Slice(ports, [String]()), next])
                try #expect(client.backend() == "b", "\(nodes)")
            }
        }

        @Test("a draining backend keeps its flows and gets no new ones")
        func draining() async throws {
            let ports = ["tcp:7205/TCP", "udp:7205/UDP"]
            let places = places(2, 7_205)
            let (a, b) = (places[0].place.address, places[1].place.address)
            let address = try await up.serve("draining", ports: ports, Slice(ports, [a, b]))
            try await withBackends(places) { _ in
                let place = Place(address, 7_205)
                func open(at port: UInt16) throws -> [Flow] {
                    try TestSocket.Kind.allCases.flatMap {
                        try [Flow].open(20, $0, to: place, from: Place(clients.address, port))
                    }
                }
                let old = try open(at: 20_000)
                let homes = try old.backends()
                #expect(Set(homes) == ["a", "b"])

                try await up.change("draining", to: [Slice(ports, [(a, .draining), (b, .ready)])])
                try #expect(old.backends() == homes)
                try #expect(Set(open(at: 21_000).backends()) == ["b"])

                try await up.change("draining", to: [Slice(ports, [(a, .draining), (b, .failing)])])
                try #expect(Set(open(at: 22_000).backends()) == ["a"])
            }
        }

        @Test("should be rejected when no endpoints exist, and served again when endpoints come back")
        func noEndpoints() async throws {
            let ports = ["tcp:7206/TCP", "udp:7206/UDP"]
            let places = places(1, 7_206)
            let (service, place) = ("none", Place(try await up.serve("none", ports: ports), 7_206))
            try await withBackends(places) { _ in
                for _ in 1...2 {
                    #expect(throws: Errno.connectionRefused) { try TestSocket(.tcp, to: place) }
                    let socket = try TestSocket(.udp, to: place)
                    try socket.send("hello")
                    #expect(socket.failure() == .connectionRefused)

                    try await up.change(service, to: [Slice(ports, [places[0].place.address])])
                    try #expect(Flow(.tcp, to: place).backend() == "a")
                    try #expect(Flow(.udp, to: place).backend() == "a")

                    try await up.change(service, to: [Slice(ports, [String]())])
                }
            }
        }
    }
}

extension Array {
    fileprivate func split(_ isFirst: (Element) throws -> Bool) rethrows -> ([Element], [Element]) {
        var parts: ([Element], [Element]) = ([], [])
        for element in self {
            if try isFirst(element) { parts.0.append(element) } else { parts.1.append(element) }
        }
        return parts
    }
}
