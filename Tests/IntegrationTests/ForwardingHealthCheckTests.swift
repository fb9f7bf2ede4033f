import SystemPackage
import Testing

extension Forwarding {
    @Suite("health checks of Services with externalTrafficPolicy Local")
    struct HealthChecks {
        private let up: Up

        init() throws { up = try SharedUp.current }

        private func place(_ last: Int, _ port: UInt16) -> Place { Place(up.addresses.address(last), port) }

        /// A Service with these endpoints, and its address.
        private func serve(_ name: String, _ port: UInt16, check: Int, _ members: [(String, Slice.State)]) async throws
            -> Place
        {
            let ports = ["tcp:\(port)/TCP", "udp:\(port)/UDP"]
            let address = try await up.serve(
                name, ports: ports, Slice(ports, members),
                spec: "externalTrafficPolicy: Local\n  healthCheckNodePort: \(check)")
            return Place(address, port)
        }

        private func waitForAnswer(_ expected: String?, at check: Int, path: String = "/healthz") async throws {
            try await eventually("\(expected ?? "no answer") at port \(check)") {
                let outcome = try await run([
                    "curl", "-s", "-w", "%{http_code}", "-o", "/dev/null", "--max-time", "5",
                    "http://127.0.0.1:\(check)\(path)",
                ])
                return (outcome.code == 0 ? outcome.text : nil) == expected ? true : nil
            }
        }

        @Test("a node answers 200 with ready endpoints, and 503 with terminating ones alone, which serve all the same")
        func terminating() async throws {
            let ports = ["tcp:7701/TCP", "udp:7701/UDP"]
            let (a, b) = (up.addresses.address(1), up.addresses.address(2))
            try await withBackends([("a", place(1, 7_701)), ("b", place(2, 7_701))]) { _ in
                let frontend = try await serve("healthy", 7_701, check: 31_701, [(a, .ready), (b, .ready)])
                try await waitForAnswer("200", at: 31_701)
                let answer = try await output(of: ["curl", "-si", "http://127.0.0.1:31701/healthz"])
                    .replacing("\r\n", with: "\n")
                for line in [
                    "HTTP/1.1 200 OK", "Content-Type: application/json", "X-Content-Type-Options: nosniff",
                    "X-Load-Balancing-Endpoint-Weight: 2",
                ] {
                    #expect(answer.split(separator: "\n").contains(line[...]), "\(line)")
                }
                #expect(
                    answer.hasSuffix(
                        "{\n\t\"service\": {\n\t\t\"namespace\": \"default\",\n\t\t\"name\": \"healthy\"\n\t},\n"
                            + "\t\"localEndpoints\": 2,\n\t\"serviceProxyHealthy\": true\n}"))

                try await up.change("healthy", to: [Slice(ports, [(a, .draining), (b, .failing)])])
                try await waitForAnswer("503", at: 31_701)
                for kind in TestSocket.Kind.allCases {
                    try #expect(Flow(kind, to: frontend).backend() == "a")
                }
                // For flows it is what it was, so that the node has nothing new to acknowledge.
                try await up.apply(Slice(ports, [(a, .ready)]).manifest(of: "healthy"))
                try await waitForAnswer("200", at: 31_701)
            }
        }

        @Test("the port goes with the policy, comes back as another, and is closed with the Service")
        func portMoves() async throws {
            _ = try await serve("moving", 7_702, check: 31_702, [(up.addresses.address(1), .ready)])
            try await waitForAnswer("200", at: 31_702, path: "/")
            try await patch("moving", #"{"externalTrafficPolicy":"Cluster"}"#)
            try await waitForAnswer(nil, at: 31_702)
            try await patch("moving", #"{"externalTrafficPolicy":"Local","healthCheckNodePort":31703}"#)
            try await waitForAnswer("200", at: 31_703)
            try await waitForAnswer(nil, at: 31_702)
            try await up.kubectl("delete", "service", "moving", "--timeout=20s")
            try await waitForAnswer(nil, at: 31_703)
        }

        @Test("a port that somebody else has is left to them")
        func taken() async throws {
            let other = try TestSocket(.tcp, at: Place("127.0.0.1", 31_704))
            try await withBackends([("a", place(1, 7_704))]) { _ in
                let frontend = try await serve("guest", 7_704, check: 31_704, [(up.addresses.address(1), .ready)])
                try #expect(Flow(.tcp, to: frontend).backend() == "a")
                _ = try TestSocket(.tcp, to: Place("127.0.0.1", 31_704))
                _ = try other.accept()
                #expect(!up.program.errors.contains("31704"))
            }
        }

        @Test("a port is allocated from those of nodes, kept, not changed, and free again afterwards")
        func allocation() async throws {
            let manifest = Manifest.service("given", ports: ["tcp:7705/TCP"], spec: "externalTrafficPolicy: Local")
            try await up.apply(manifest)
            let port = try #require(Int(try await self.port(of: "given")))
            #expect((30_000...32_767).contains(port))
            try await up.apply(manifest)
            try await up.kubectl("apply", "-f", "-", input: manifest)
            #expect(try await self.port(of: "given") == "\(port)")

            let change = try await up.tryKubectl(
                "patch", "service", "given", "-p",
                #"{"spec":{"healthCheckNodePort":\#(port == 30_500 ? 30_501 : 30_500)}}"#)
            #expect(change.errors.contains("spec.healthCheckNodePort: Forbidden: field is immutable"))

            let rival = Manifest.service(
                "rival", ports: ["tcp:7706/TCP"],
                spec: "externalTrafficPolicy: Local\n  healthCheckNodePort: \(port)")
            let refusal = try await up.tryKubectl("apply", "--server-side", "-f", "-", input: rival)
            #expect(
                refusal.errors.contains(
                    "failed to allocate requested HealthCheck NodePort \(port): provided port is already allocated"))

            try await patch("given", #"{"externalTrafficPolicy":"Cluster"}"#)
            #expect(try await self.port(of: "given") == "")
            try await up.apply(rival)
            #expect(try await self.port(of: "rival") == "\(port)")
        }

        private func port(of service: String) async throws -> String {
            try await up.kubectl("get", "service", service, "-o", "jsonpath={.spec.healthCheckNodePort}")
        }

        private func patch(_ service: String, _ spec: String) async throws {
            try await up.kubectl("patch", "service", service, "--type=merge", "-p", #"{"spec":\#(spec)}"#)
        }
    }
}
