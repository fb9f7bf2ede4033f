import FairwayTestSupport
import Foundation
import SystemPackage
import Testing

/// Churn against one `up`, in rounds with a rest after each: the first is its warm-up, and after every other one it must
/// hold no more of the machine than after that.
struct Soak: Sendable {
    let up: Up
    /// The folder that `-f` names.
    let manifests: TemporaryFolder
    let seed: UInt64
    /// How long churn lasts altogether, in seconds.
    let seconds: Int

    private static let clients = 4
    private var rounds: Int { max(2, min(10, seconds / 15)) }

    /// - Throws: a `SoakFailure` at the first thing that is wrong.
    func run() async throws {
        var numbers = SeededGenerator(seed: seed)
        var table = SoakTable(up.addresses)
        try write(table)
        try await untilServed(table.steady)
        try await untilServed(table.mixed)
        var report = SoakReport(before: try usage())
        var clients = try (0..<Self.clients).map {
            try SoakClient(table, seed: numbers.next(), from: Place(up.addresses.address(10), 20_000 + 10 * UInt16($0)))
        }
        for round in 1...rounds {
            report.changes += try await churn(&clients, &table, &numbers)
            report.tally = clients.map(\.tally).reduce(SoakTally(), +)
            try await rest(&report)
            Self.say("round \(round) of \(rounds): \(report)")
        }
    }

    static func say(_ text: String) { FileHandle.standardOutput.write(Data("soak: \(text)\n".utf8)) }

    private func write(_ table: SoakTable) throws { _ = try manifests.file("soak.yaml", table.manifest) }

    private func usage() throws -> Usage {
        guard up.program.isRunning else { throw SoakFailure("`up` ended: \(up.program.errors.suffix(2_000))") }
        return try Usage(of: up.program)
    }
}

// MARK: - Churn

extension Soak {
    /// Has all clients at work while the table changes.
    /// - Returns: how often it changed.
    private func churn(
        _ clients: inout [SoakClient], _ table: inout SoakTable, _ numbers: inout SeededGenerator
    ) async throws -> Int {
        let whistle = Whistle()
        let end = ContinuousClock.now + .seconds(seconds) / rounds
        return try await withThrowingTaskGroup(of: (Int, SoakClient).self) { group in
            for (index, client) in clients.enumerated() {
                group.addTask { (index, try await work(client, until: whistle)) }
            }
            defer { whistle.blow() }
            var changes = 0
            while ContinuousClock.now < end, !whistle.isBlown {
                let next = ContinuousClock.now + .seconds(1)
                try await change(&table, &numbers)
                changes += 1
                // The pace, and not a wait for anything: a change has taken effect by now.
                try await Task.sleep(until: min(next, end))
            }
            whistle.blow()
            for try await (index, client) in group { clients[index] = client }
            return changes
        }
    }

    private func work(_ client: SoakClient, until whistle: Whistle) async throws -> SoakClient {
        try await onThread {
            // Whoever finds something wrong ends it for all.
            defer { whistle.blow() }
            var client = client
            try client.work { !whistle.isBlown }
            return client
        }
    }

    private func change(_ table: inout SoakTable, _ numbers: inout SeededGenerator) async throws {
        let changed = table.change(using: &numbers)
        try write(table)
        for number in changed {
            let (target, state) = (table.moving(number), table.moving[number])
            try await eventually("moving-\(number) is \(state)", seconds: 180) {
                try await onThread { server(at: target) == state.server } ? true : nil
            }
        }
    }

    private func untilServed(_ target: SoakTarget) async throws {
        try await eventually("\(target.place.text) is served", seconds: 180) {
            try await onThread { server(at: target) != nil } ? true : nil
        }
    }

    /// Who serves a new connection; `nil`: nobody.
    private func server(at target: SoakTarget) -> String? {
        do {
            return try TestSocket(.tcp, to: target.place).begin(Errand(start: 0, up: 0, down: 0)).server
        } catch {
            return nil
        }
    }
}

// MARK: - Rest

extension Soak {
    /// Waits until flows are over, looks at what is left of them, and compares.
    private func rest(_ report: inout SoakReport) async throws {
        // They are kept for an hour, and more Services have more of them.
        try await up.kubectl("delete", "events", "--all", "--all-namespaces", "--wait=false")
        let limit = report.descriptorLimit
        let usage = try await eventually("`up` holds no more than \(limit) descriptors", seconds: 180) { () -> Usage? in
            let usage = try self.usage()
            return usage.descriptors <= limit ? usage : nil
        }
        report.rests.append(usage)
        if let growth = report.growth { throw SoakFailure(growth) }
    }
}
