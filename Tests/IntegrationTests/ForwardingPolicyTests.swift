import Testing

extension Forwarding {
    @Suite("who may use a Service, and which endpoints it uses")
    struct Policy {
        private let up: Up

        init() throws { up = try SharedUp.current }

        private func place(_ last: Int, _ port: UInt16 = 0) -> Place { Place(up.addresses.address(last), port) }

        /// What the client of an address is answered; `nil`: nothing.
        private func answer(_ kind: TestSocket.Kind, to frontend: Place, from last: Int) -> String? {
            do {
                return try Flow(kind, to: frontend, from: place(last)).backend()
            } catch {
                return nil
            }
        }

        @Test("should only allow access from service loadbalancer source ranges")
        func sourceRanges() async throws {
            let ports = ["tcp:7501/TCP", "udp:7501/UDP"]
            let address = try await up.serve(
                "ranges", ports: ports, Slice(ports, [up.addresses.address(1)]),
                spec: "loadBalancerSourceRanges: [\"\(up.addresses.address(21))/32\"]")
            let frontend = Place(address, 7_501)
            try await withBackends([("a", place(1, 7_501))]) { _ in
                #expect(answer(.tcp, to: frontend, from: 21) == "a")
                #expect(answer(.udp, to: frontend, from: 21) == "a")
                #expect(answer(.tcp, to: frontend, from: 22) == nil)
                try await patch("[\"\(up.addresses.address(22))/32\"]")
                try await eventually("the ranges are swapped") {
                    answer(.tcp, to: frontend, from: 22) == "a" ? true : nil
                }
                #expect(answer(.udp, to: frontend, from: 22) == "a")
                #expect(answer(.tcp, to: frontend, from: 21) == nil)
                try await patch("null")
                try await eventually("everybody may use it") {
                    answer(.tcp, to: frontend, from: 21) == "a" ? true : nil
                }
            }
        }

        private func patch(_ ranges: String) async throws {
            try await up.kubectl(
                "patch", "service", "ranges", "--type=merge", "-p", #"{"spec":{"loadBalancerSourceRanges":\#(ranges)}}"#
            )
        }

        @Test("source ranges that contradict each other are told, and what was served goes on")
        func contradiction() async throws {
            let address = try await up.serve(
                "undecided", ports: ["tcp:7502/TCP"], spec: "loadBalancerSourceRanges: [192.0.2.0/24]")
            try await up.kubectl(
                "annotate", "service", "undecided",
                "service.beta.kubernetes.io/load-balancer-source-ranges=198.51.100.0/24")
            try await up.kubectl(
                "wait", "--for=condition=fairway.dev/AddressAssigned=false", "service/undecided", "--timeout=20s")
            let status = try await up.kubectl("get", "service", "undecided", "-o", "yaml")
            #expect(status.contains("ContradictingAnnotations"))
            #expect(status.contains(address))
        }

        @Test("externalTrafficPolicy Local uses endpoints of this machine alone, those without a node among them")
        func local() async throws {
            let ports = ["tcp:7503/TCP"]
            let address = try await up.serve("near", ports: ports, spec: "externalTrafficPolicy: Local")
            let far = Slice(ports, [up.addresses.address(1)], name: "far", node: "elsewhere")
            try await up.change("near", to: [far, Slice(ports, [up.addresses.address(2)])])
            try await withBackends([("far", place(1, 7_503)), ("near", place(2, 7_503))]) { _ in
                let frontend = Place(address, 7_503)
                try await eventually("an endpoint of this machine answers") {
                    answer(.tcp, to: frontend, from: 21) == "near" ? true : nil
                }
                let all = (0..<40).map { _ in answer(.tcp, to: frontend, from: 21) }
                #expect(Set(all) == ["near"])
            }
        }

        @Test(
            "should fallback to terminating endpoints when there are no ready endpoints with externalTrafficPolicy=Cluster"
        )
        func fallbackOfCluster() async throws {
            let ports = ["tcp:7506/TCP", "udp:7506/UDP"]
            let (a, b, c) = (up.addresses.address(1), up.addresses.address(2), up.addresses.address(3))
            let address = try await up.serve("fallback", ports: ports, Slice(ports, [(a, .ready), (b, .draining)]))
            try await withBackends(zip(["a", "b", "c"], 1...).map { ($0, place($1, 7_506)) }) { _ in
                try #expect(homes(at: Place(address, 7_506)) == ["a"])
                try await up.change(
                    "fallback",
                    to: [
                        Slice(ports, [(a, .draining), (c, .failing)]),
                        Slice(ports, [(b, .draining)], name: "far", node: "elsewhere"),
                    ])
                try #expect(homes(at: Place(address, 7_506)) == ["a", "b"])
            }
        }

        @Test(
            """
            should fallback to local terminating endpoints when there are no ready endpoints with \
            externalTrafficPolicy=Local
            """)
        func fallbackOfLocal() async throws {
            let ports = ["tcp:7507/TCP", "udp:7507/UDP"]
            let (a, b, c) = (up.addresses.address(1), up.addresses.address(2), up.addresses.address(3))
            let far = Slice(ports, [(b, .ready)], name: "far", node: "elsewhere")
            let address = try await up.serve(
                "fallback-local", ports: ports, Slice(ports, [(a, .draining), (c, .failing)]), far,
                spec: "externalTrafficPolicy: Local")
            let frontend = Place(address, 7_507)
            try await withBackends(zip(["a", "b", "c"], 1...).map { ($0, place($1, 7_507)) }) { _ in
                try #expect(homes(at: frontend) == ["a"])
                try await up.change("fallback-local", to: [Slice(ports, [(a, .failing), (c, .failing)]), far])
                #expect(answer(.tcp, to: frontend, from: 21) == nil)
                #expect(answer(.udp, to: frontend, from: 21) == nil)
            }
        }

        /// The backends that forty new flows find.
        private func homes(at frontend: Place) throws -> Set<String> {
            Set(
                try TestSocket.Kind.allCases.flatMap { kind in
                    try (0..<20).map { _ in try Flow(kind, to: frontend).backend() }
                })
        }
    }
}
