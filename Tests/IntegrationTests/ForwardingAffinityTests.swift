import Testing

extension Forwarding {
    @Suite("clients that keep their backends")
    struct Affinity {
        private let up: Up

        init() throws { up = try SharedUp.current }

        /// A Service with three backends, and who is to serve them.
        private struct Served {
            var name: String
            var frontend: Place
            var backends: [(name: String, place: Place)]
            var ports: [String]
        }

        private func serve(_ name: String, _ port: UInt16, policy: String, affinity: String) async throws -> Served {
            let ports = ["tcp:\(port)/TCP", "udp:\(port)/UDP"]
            let backends = zip(["a", "b", "c"], 1...3).map { ($0, Place(up.addresses.address($1), port)) }
            let address = try await up.serve(
                name, ports: ports, Slice(ports, backends.map(\.1.address)),
                spec: "externalTrafficPolicy: \(policy)\n  sessionAffinity: \(affinity)")
            return Served(name: name, frontend: Place(address, port), backends: backends, ports: ports)
        }

        /// The backends that each of twenty clients finds with its flows, of which each round has others: a UDP client with a
        /// port that it had before would go on with its flow of then.
        private func homes(_ kind: TestSocket.Kind, at frontend: Place, round: UInt16) throws -> [Set<String>] {
            try (21...40).map { last in
                let address = up.addresses.address(last)
                let first = 22_000 + 100 * (frontend.port % 100) + 10 * round
                return Set(
                    try (first..<first + 10).map { try Flow(kind, to: frontend, from: Place(address, $0)).backend() })
            }
        }

        @Test(
            "should have session affinity work for LoadBalancer service with ESIPP on and off",
            arguments: [("Local", 7_601), ("Cluster", 7_602)] as [(String, UInt16)])
        func works(policy: String, port: UInt16) async throws {
            let service = try await serve(
                "affinity-\(port)", port, policy: policy, affinity: "ClientIP")
            try await withBackends(service.backends) { _ in
                for kind in TestSocket.Kind.allCases {
                    let homes = try homes(kind, at: service.frontend, round: 0)
                    #expect(homes.allSatisfy { $0.count == 1 })
                    #expect(Set(homes).count > 1)

                    // The clients of one that is leaving go elsewhere, and those of the others stay.
                    let left = service.backends.map {
                        ($0.place.address, $0.name == "a" ? Slice.State.draining : .ready)
                    }
                    try await up.change(service.name, to: [Slice(service.ports, left)])
                    let after = try self.homes(kind, at: service.frontend, round: 1)
                    #expect(after.allSatisfy { $0.count == 1 && $0 != ["a"] })
                    #expect(zip(homes, after).allSatisfy { $0 == ["a"] || $0 == $1 })
                    let all = service.backends.map(\.place.address)
                    try await up.change(service.name, to: [Slice(service.ports, all)])
                }
            }
        }

        @Test(
            "should be able to switch session affinity for LoadBalancer service with ESIPP on and off",
            arguments: [("Local", 7_603), ("Cluster", 7_604)] as [(String, UInt16)])
        func isSwitched(policy: String, port: UInt16) async throws {
            let service = try await serve("switch-\(port)", port, policy: policy, affinity: "None")
            try await withBackends(service.backends) { _ in
                let flows = try TestSocket.Kind.allCases.flatMap {
                    try [Flow].open(10, $0, to: service.frontend, from: Place(up.addresses.address(10), 20_000))
                }
                let backends = try flows.backends()
                for (round, affinity) in zip(0 as UInt16..<3, ["ClientIP", "None", "ClientIP"]) {
                    let before = try await up.acknowledged("serviceVersion", of: service.name)
                    try await up.kubectl(
                        "patch", "service", service.name, "-p", #"{"spec":{"sessionAffinity":"\#(affinity)"}}"#)
                    try await eventually("the affinity is acknowledged") {
                        try await up.acknowledged("serviceVersion", of: service.name) != before ? true : nil
                    }
                    for kind in TestSocket.Kind.allCases {
                        let homes = try homes(kind, at: service.frontend, round: round)
                        #expect(homes.allSatisfy { $0.count == 1 } == (affinity == "ClientIP"))
                    }
                    try #expect(flows.backends() == backends)
                }
            }
        }
    }
}
