import Foundation

/// Where name servers run: each in a namespace and a folder of its own.
struct NameServerStage {
    let programs: [NameServerProgram]
    let zone: BenchZone
    let threads: Int
    let folder: String

    static func namespace(of program: NameServerProgram) -> Namespace {
        Namespace(name: "\(BenchName.own)-\(program.rawValue)")
    }

    /// How long a server may take until it has a zone, in seconds.
    private static let patience = 60

    func folder(of program: NameServerProgram) -> String { "\(folder)/\(program.rawValue)" }

    func queries(of load: QueryLoad) -> String { "\(folder)/\(load.rawValue)" }

    func program(_ program: NameServerProgram) -> Program {
        let command = program.command(folder: folder(of: program), threads: threads)
        return Program(
            command: Self.namespace(of: program).inside(command), log: "\(folder(of: program))/log")
    }

    /// The end of what a server has printed.
    func log(of program: NameServerProgram) -> String {
        let text = (try? String(contentsOfFile: "\(folder(of: program))/log", encoding: .utf8)) ?? ""
        return String(text.suffix(500)).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Writes all that servers and dnsperf are told, but the zone.
    func prepare() throws {
        for program in programs {
            let folder = folder(of: program)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try program.configuration(folder: folder, threads: threads, zone: zone)
                .write(toFile: "\(folder)/\(program.configurationFile)", atomically: false, encoding: .utf8)
        }
        for load in QueryLoad.questions {
            try zone.queries(of: load).write(toFile: queries(of: load), atomically: false, encoding: .utf8)
        }
    }

    /// Runs all servers while `body` runs. What the others serve is what Fairway makes of Services: its own transfer of the
    /// zone.
    func run(_ body: ([NameServerProgram: ProcessTree]) async throws -> Void) async throws {
        try await running([program(.fairway)]) { fairway in
            let text = try await wholeZone()
            let others = programs.filter { $0 != .fairway }
            for program in others {
                try text.write(toFile: "\(folder(of: program))/bench.zone", atomically: false, encoding: .utf8)
            }
            try await running(others.map(program)[...]) { processes in
                let trees = zip([.fairway] + others, (fairway + processes).map(ProcessTree.init(root:)))
                try await body(Dictionary(uniqueKeysWithValues: trees))
            }
        }
    }

    /// The zone as Fairway gives it to secondaries, once it has all names.
    private func wholeZone() async throws -> String {
        let end = ContinuousClock.now.advanced(by: .seconds(Self.patience))
        var problem = ""
        while ContinuousClock.now < end {
            do {
                let text = try await client(["copy-zone"] + Self.server + ["--zone", BenchZone.name], of: .fairway)
                if zone.isWhole(text) { return text }
                problem = "some of its \(zone.names) names are missing"
            } catch {
                try Task.checkCancellation()
                problem = "\(error)"
            }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw BenchError(
            description: "Fairway does not serve the zone after \(Self.patience) s: \(problem)\n\(log(of: .fairway))")
    }

    /// Waits until a server has answered each of some questions, and gives its answers.
    func answers(of program: NameServerProgram, to questions: String) async throws -> String {
        try await client(
            ["ask"] + Self.server + ["--patience", "\(Self.patience)"], of: program, input: questions)
    }

    private static let server = ["--address", NameServerProgram.address, "--port", "\(NameServerProgram.port)"]

    private func client(
        _ arguments: [String], of program: NameServerProgram, input: String = ""
    ) async throws -> String {
        let command = Self.namespace(of: program).inside([ownProgram, "client"] + arguments)
        return try await output(of: command, input: input, seconds: Self.patience + 5)
    }
}
