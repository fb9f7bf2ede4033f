import FairwayTestSupport
import Foundation
import Testing

/// Faults of clients and backends, several at a time, while other traffic must not notice. A sample of it runs with the
/// other tests; `make faults` runs a hundred rounds.
@Suite("faults")
struct FaultTests {
    private let seed = UInt64(setting("FAIRWAY_SEED", default: 1))
    private let rounds = setting("FAIRWAY_FAULTS_ROUNDS", default: 3)
    private let addresses = AddressBlock()

    private var server: Place { Place(addresses.address(1), 7_650) }
    private var frontend: Place { Place(addresses.address(64), 7_650) }

    @Test("each comes to what it must, and a transfer through another Service goes on unchanged")
    func combinations() async throws {
        say("\(rounds) rounds with FAIRWAY_SEED=\(seed)")
        do {
            let folder = try TemporaryFolder()
            try await withUp(addresses: addresses, folder: folder) { up in
                try await up.apply(manifest)
                _ = try await up.address(of: "other")
                let server = try ErrandServer("a", at: server)
                defer { server.stop() }
                try await untilServed()
                try await happen()
                guard up.program.isRunning else { throw SoakFailure("`up` ended: \(up.program.errors.suffix(2_000))") }
                if let wrong = server.wrong.first { throw SoakFailure(wrong) }
            }
        } catch {
            say("failed: \(error)")
            Issue.record(error)
        }
    }

    private func say(_ text: String) { FileHandle.standardOutput.write(Data("faults: \(text)\n".utf8)) }

    /// One Service for all faults, with a port for each, and one that they must not touch.
    private var manifest: String {
        let ports = Fault.allCases.flatMap { ["t\($0.rawValue):\($0.port)/TCP", "u\($0.rawValue):\($0.port)/UDP"] }
        let targets = [("other", ["tcp:7650/TCP"], 64), ("faulty", ports, 65)]
        return targets.map { name, ports, last in
            Manifest.service(name, ports: ports, annotations: ["fairway.dev/addresses": addresses.address(last)])
                + Slice(ports, [addresses.address(1)]).manifest(of: name)
        }.joined()
    }

    private func untilServed() async throws {
        try await eventually("both Services are served") {
            try await onThread { () -> Bool? in
                guard (try? transfer(upTo: 1, SeededGenerator(seed: 0))) != nil else { return nil }
                return Fault.allCases.allSatisfy { accepts(Place(addresses.address(65), $0.port)) } ? true : nil
            }
        }
    }

    /// Without a backend that listens a connection is reset, but not refused.
    private func accepts(_ place: Place) -> Bool { (try? TestSocket(.tcp, to: place)) != nil }

    private func happen() async throws {
        let whistle = Whistle()
        async let transfers = onThread {
            var (numbers, count) = (SeededGenerator(seed: seed &+ 1), 0)
            while !whistle.isBlown {
                try transfer(upTo: 4 << 20, SeededGenerator(seed: numbers.next()))
                count += 1
            }
            return count
        }
        defer { whistle.blow() }
        var numbers = SeededGenerator(seed: seed)
        for round in 1...rounds {
            let faults = Fault.allCases.shuffled(using: &numbers).prefix(Int.random(in: 2...5, using: &numbers))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for fault in faults { group.addTask { try await self.happen(fault) } }
                try await group.waitForAll()
            }
            say("round \(round) of \(rounds): \(faults.map { "\($0)" }.joined(separator: ", "))")
        }
        whistle.blow()
        say("\(try await transfers) transfers beside them arrived unchanged")
    }

    private func happen(_ fault: Fault) async throws {
        let places = (Place(addresses.address(65), fault.port), Place(addresses.address(1), fault.port))
        try await onThread { try fault.happen(at: places.0, backend: places.1) }
    }

    @discardableResult
    private func transfer(upTo size: Int, _ numbers: SeededGenerator) throws -> Int {
        var numbers = numbers
        let errand = Errand.random(upTo: size, ending: .orderly, using: &numbers)
        var (_, exchange) = try TestSocket(.tcp, to: frontend).begin(errand)
        try exchange.run()
        return exchange.taken
    }
}
