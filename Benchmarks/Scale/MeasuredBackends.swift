import Foundation

/// What answers the traffic of the measured Service.
struct MeasuredBackends {
    let traffic: [Traffic]
    let folder: String

    var queries: String { "\(folder)/queries" }

    /// Runs them while `body` runs.
    func run(_ body: () async throws -> Void) async throws {
        try Backends.zone.write(toFile: "\(folder)/bench.zone", atomically: false, encoding: .utf8)
        try Backends.queries.write(toFile: queries, atomically: false, encoding: .utf8)
        try Backends.http(address: MeasuredService.backend)
            .write(toFile: "\(folder)/http.conf", atomically: false, encoding: .utf8)
        try Backends.dns([MeasuredService.backend], folder: folder)
            .write(toFile: "\(folder)/dns.conf", atomically: false, encoding: .utf8)
        let tools = Set(traffic.flatMap(\.tools))
        let programs = [
            ["nginx", "-e", "stderr", "-p", folder, "-c", "\(folder)/http.conf"],
            ["knotd", "-c", "\(folder)/dns.conf"],
        ].filter { tools.contains($0[0]) }.map { Program(command: $0, log: "\(folder)/\($0[0]).log") }
        try await running(programs[...]) { _ in try await body() }
    }
}
