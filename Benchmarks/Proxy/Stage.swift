import Foundation

/// The network with everything that answers and forwards in it.
struct Stage {
    let network: BenchNetwork
    let traffic: [Traffic]
    /// How many descriptors a process may have.
    let descriptors: Int
    /// Where configurations and logs are.
    let folder: String

    var queries: String { "\(folder)/queries" }

    /// Runs servers and balancers while `body` runs, which gets the processes of the contenders that have some.
    func run(_ body: ([Contender: ProcessTree]) async throws -> Void) async throws {
        let servers = try self.servers()
        let balancers = try await self.balancers()
        try await running(servers[...] + balancers.map(\.program)) { processes in
            let trees = processes.dropFirst(servers.count).map(ProcessTree.init(root:))
            try await body(Dictionary(uniqueKeysWithValues: zip(balancers.map(\.contender), trees)))
        }
    }

    /// The end of what a contender has printed.
    func log(of contender: Contender) -> String {
        let text = (try? String(contentsOfFile: log(contender.rawValue), encoding: .utf8)) ?? ""
        return String(text.suffix(500)).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func servers() throws -> [Program] {
        let tools = Set(traffic.flatMap(\.tools))
        try write(Backends.zone, to: "bench.zone")
        try write(Backends.queries, to: "queries")
        let http = try write(Backends.http(), to: "http.conf")
        let dns = try write(Backends.dns(network.lanes.map(\.backend), folder: folder), to: "dns.conf")
        let commands = [
            ("iperf3", ["-s", "-p", "\(Contender.Port.bulk)"]), ("nginx", nginx(http)), ("knotd", ["-c", dns]),
        ]
        let programs = commands.filter { tools.contains($0.0) }.map { tool, arguments in
            Program(command: network.server.inside([tool] + arguments), log: log("server-\(tool)"))
        }
        let respond = [ownProgram, "client", "respond"] + network.lanes.flatMap { ["--address", $0.backend] }
        return programs + [Program(command: network.server.inside(respond), log: log("server-echo"))]
    }

    private func balancers() async throws -> [(contender: Contender, program: Program)] {
        var balancers: [(Contender, Program)] = []
        for lane in network.lanes {
            let contender = lane.contender
            guard let file = try writeConfiguration(of: lane) else { continue }
            let command: [String]
            switch contender {
            case .routing: continue
            case .nftables:
                try await output(of: lane.balancer.inside(["nft", "-f", file]))
                continue
            case .haproxy: command = ["haproxy", "-db", "-f", file]
            case .nginx: command = ["nginx"] + nginx(file)
            case .fairway:
                command = [
                    builtFairway, "up", "--state-dir", "\(folder)/state", "--api", "127.0.0.1:0", "--dns", "off",
                    "--pool", "\(lane.service)/32", "--log-level", "warning", "-f", file,
                ]
            }
            balancers.append(
                (contender, Program(command: lane.balancer.inside(command), log: log(contender.rawValue))))
        }
        return balancers
    }

    private func writeConfiguration(of lane: Lane) throws -> String? {
        try lane.configuration(descriptors: descriptors).map { try write($0, to: lane.contender.configurationFile) }
    }

    private func nginx(_ file: String) -> [String] { ["-e", "stderr", "-p", folder, "-c", file] }

    func log(_ name: String) -> String { "\(folder)/\(name).log" }

    @discardableResult
    private func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
        return "\(folder)/\(name)"
    }
}
