import Glibc
import Testing

/// A sample of it runs with the other tests; `make soak` runs it for ten minutes.
@Suite("a soak")
struct SoakTests {
    private let seed = UInt64(setting("FAIRWAY_SEED", default: 1))
    private let seconds = setting("FAIRWAY_SOAK_SECONDS", default: 6)

    @Test("churn of flows and Services makes nothing wrong, cuts nobody who should live, and leaves nothing behind")
    func churn() async throws {
        Soak.say("\(seconds) s of churn with FAIRWAY_SEED=\(seed)")
        do {
            try await soak()
        } catch let failure as SoakFailure {
            Soak.say("failed: \(failure)")
            Issue.record("\(failure)")
        } catch let timeout as TimedOut {
            Soak.say("failed: not in time: \(timeout.what)")
            throw timeout
        }
    }

    private func soak() async throws {
        let (folder, manifests, addresses) = (try TemporaryFolder(), try TemporaryFolder(), AddressBlock())
        let places = SoakTable.servers.map { ($1, Place(addresses.address($0), SoakTable.datagrams)) }
        var servers: [ErrandServer] = []
        defer { servers.forEach { $0.stop() } }
        for (last, name) in SoakTable.servers {
            servers.append(try ErrandServer(name, at: Place(addresses.address(last), SoakTable.streams)))
        }
        try await withBackends(places) { _ in
            let (_, code) = try await withUp(["-f", manifests.root], addresses: addresses, folder: folder) { up in
                try await Soak(up: up, manifests: manifests, seed: seed, seconds: seconds).run()
                up.program.send(SIGTERM)
                try await eventually("`up` has ended") { up.program.isRunning ? nil : true }
            }
            guard code == 0 else { throw SoakFailure("`up` ended with \(code)") }
        }
        if let wrong = servers.lazy.flatMap(\.wrong).first {
            throw SoakFailure("a server got what nobody sent: \(wrong)")
        }
    }
}
