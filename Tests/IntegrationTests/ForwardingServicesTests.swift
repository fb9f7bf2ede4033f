import SystemPackage
import Testing

extension Forwarding {
    @Suite("what a Service says of its ports")
    struct Services {
        private let up: Up

        init() throws { up = try SharedUp.current }

        private func place(_ last: Int, _ port: UInt16) -> Place { Place(up.addresses.address(last), port) }

        @Test("the endpoints' ports count, also where a named target port differs between them")
        func targetPorts() async throws {
            let ports = ["web:7301/TCP>http", "dns:7301/UDP>7302"]
            let backends = [("a", place(1, 7_302)), ("b", place(2, 7_303))]
            let address = try await up.serve(
                "targets", ports: ports,
                Slice(["web:7301/TCP>7302", "dns:7301/UDP>7302"], [up.addresses.address(1)], name: "old"),
                Slice(["web:7301/TCP>7303"], [up.addresses.address(2)], name: "new"))
            try await withBackends(backends) { _ in
                let frontend = Place(address, 7_301)
                let clients = place(10, 20_000)
                let streams = try [Flow].open(40, .tcp, to: frontend, from: clients).backends()
                #expect(Set(streams) == ["a", "b"])
                let datagrams = try [Flow].open(40, .udp, to: frontend, from: clients).backends()
                #expect(Set(datagrams) == ["a"])
            }
        }

        @Test("should serve endpoints on same port and different protocols")
        func samePort() async throws {
            let (tcp, udp) = ("tcp:7309/TCP", "udp:7309/UDP")
            let backend = place(1, 7_309)
            let address = try await up.serve(
                "both", ports: [tcp, udp], Slice([tcp, udp], [up.addresses.address(1)]))
            let frontend = Place(address, 7_309)
            try await withBackends([("a", backend)]) { _ in
                for kind in TestSocket.Kind.allCases { try #expect(Flow(kind, to: frontend).backend() == "a") }
                for (ports, served, refused) in [
                    ([tcp], TestSocket.Kind.tcp, TestSocket.Kind.udp), ([udp], .udp, .tcp),
                ] {
                    try await changePorts(of: "both", to: ports)
                    try #expect(Flow(served, to: frontend).backend() == "a")
                    #expect(throws: Errno.connectionRefused) { try Flow(refused, to: frontend).backend() }
                }
                try await changePorts(of: "both", to: [tcp, udp])
                for kind in TestSocket.Kind.allCases { try #expect(Flow(kind, to: frontend).backend() == "a") }
            }
        }

        @Test("two Services of one key share an address, each with its protocol")
        func sharing() async throws {
            var addresses: Set<String> = []
            let backends = [("a", place(1, 7_304)), ("b", place(2, 7_304))]
            for (service, protocolName, last) in [("share-tcp", "TCP", 1), ("share-udp", "UDP", 2)] {
                let ports = ["port:7304/\(protocolName)"]
                addresses.insert(
                    try await up.serve(
                        service, ports: ports, Slice(ports, [up.addresses.address(last)]),
                        annotations: ["fairway.dev/share-address": "both"]))
            }
            let address = try #require(addresses.count == 1 ? addresses.first : nil, "\(addresses)")
            try await withBackends(backends) { _ in
                try #expect(Flow(.tcp, to: Place(address, 7_304)).backend() == "a")
                try #expect(Flow(.udp, to: Place(address, 7_304)).backend() == "b")
            }
        }

        @Test("flows of the ports that stay live on when others come and go")
        func changedPorts() async throws {
            let kept = ["tcp:7305/TCP", "udp:7305/UDP"]
            let backends = [("a", place(1, 7_305)), ("a", place(1, 7_306))]
            let slice = Slice(kept + ["more:7306/TCP"], [up.addresses.address(1)])
            let address = try await up.serve("ports", ports: kept, slice)
            try await withBackends(backends) { _ in
                let flows = try TestSocket.Kind.allCases.flatMap {
                    try [Flow].open(10, $0, to: Place(address, 7_305), from: place(10, 20_000))
                }
                _ = try flows.backends()
                let sources = try await sessions(to: backends[0].1)

                try await changePorts(of: "ports", to: kept + ["more:7306/TCP"])
                let more = try Flow(.tcp, to: Place(address, 7_306))
                try #expect(more.backend() == "a")

                try await changePorts(of: "ports", to: kept)
                #expect(more.socket.failure() == .connectionReset)
                #expect(throws: Errno.connectionRefused) { try TestSocket(.tcp, to: Place(address, 7_306)) }
                try #expect(Set(flows.backends()) == ["a"])
                try await #expect(sessions(to: backends[0].1) == sources)
            }
        }

        private func changePorts(of service: String, to ports: [String]) async throws {
            let before = try await up.acknowledged("serviceVersion", of: service)
            try await up.apply(Manifest.service(service, ports: ports))
            try await eventually("the ports are acknowledged") {
                try await up.acknowledged("serviceVersion", of: service) != before ? true : nil
            }
        }

        @Test("a deleted Service's flows end, and its clients are refused")
        func deleted() async throws {
            let ports = ["tcp:7308/TCP", "udp:7308/UDP"]
            let backend = place(1, 7_308)
            let address = try await up.serve("deleted", ports: ports, Slice(ports, [backend.address]))
            try await withBackends([("a", backend)]) { _ in
                let frontend = Place(address, 7_308)
                let flows = try TestSocket.Kind.allCases.map { try Flow($0, to: frontend) }
                try #expect(flows.backends() == ["a", "a"])

                try await up.kubectl("delete", "service", "deleted", "--timeout=20s")
                #expect(flows[0].socket.failure() == .connectionReset)
                try flows[1].socket.send("hello")
                #expect(flows[1].socket.failure() == .connectionRefused)
                #expect(throws: Errno.connectionRefused) { try TestSocket(.tcp, to: frontend) }
            }
        }

        /// The sockets of UDP flows to a backend.
        private func sessions(to backend: Place) async throws -> Set<Substring> {
            Set(try await sockets("-u", "dst = \(backend.text)"))
        }

        @Test("flows that are silent for longer than the Service's idle timeouts are forgotten")
        func idleTimeouts() async throws {
            let ports = ["tcp:7307/TCP", "udp:7307/UDP"]
            let backend = place(1, 7_307)
            let address = try await up.serve(
                "idle-timeouts", ports: ports, Slice(ports, [backend.address]),
                annotations: ["fairway.dev/udp-idle-timeout": "1s", "fairway.dev/tcp-idle-timeout": "1s"])
            try await withBackends([("a", backend)]) { _ in
                let stream = try Flow(.tcp, to: Place(address, 7_307))
                let datagrams = try Flow(.udp, to: Place(address, 7_307))
                try #expect(stream.backend() == "a")
                try #expect(datagrams.backend() == "a")
                let failure = try await onThread { stream.socket.failure() }
                #expect(failure == .connectionReset)
                try await eventually("the UDP flow is forgotten") {
                    try await sessions(to: backend).isEmpty ? true : nil
                }
                try #expect(datagrams.backend() == "a")
            }
        }

        @Test("::1 serves as 127.0.0.1 does")
        func loopback6() async throws {
            // There is one such address, so that the kernel must choose a port that is free.
            let backend = try IdentityBackend("", at: Place("::1"))
            defer { backend.stop() }
            let port = try freePort(at: "::1")
            let ports = ["tcp:\(port)/TCP", "udp:\(port)/UDP"]
            let targets = ports.map { "\($0)>\(backend.place.port)" }
            try await up.apply(
                """
                apiVersion: fairway.dev/v1alpha1
                kind: AddressPool
                metadata: {name: six}
                spec: {addresses: ["::1/128"]}
                """)
            let address = try await up.serve(
                "six", ports: ports, Slice(targets, ["::1"]), spec: "ipFamilies: [IPv6]")
            #expect(address == "::1")
            for kind in TestSocket.Kind.allCases {
                let client = try TestSocket(kind, to: Place(address, port))
                try #expect(client.exchange("hello") == "hello")
            }
            let client = try TestSocket(.udp, to: Place(address, port))
            for size in [0, 1, 1_472, 9_000, 65_507] {
                try client.send([UInt8](repeating: 6, count: size))
                try #expect(client.receive().count == size)
            }
        }

        private func freePort(at address: String) throws -> UInt16 {
            let socket = try TestSocket(.tcp, at: Place(address))
            return try socket.port
        }
    }
}
