import FairwayJSON
import FairwayKubernetes
import Foundation
import Testing

@Suite struct LeaseElectionTests {
    private let clock = ManualClock()

    /// Runs a candidate against a scripted server for as long as `body` takes. `began` and `ended` count its work.
    private func stand(
        _ replies: [ScriptedServer.Reply],
        _ body: (ScriptedServer, _ began: Locked<Int>, _ ended: Locked<Int>) async throws -> Void
    ) async throws {
        let server = ScriptedServer(replies)
        let client = KubernetesClient(transport: server, logger: Sample.logger, clock: clock)
        let election = LeaseElection(
            client: client, name: "l", namespace: "n", identity: "me", logger: Sample.logger, clock: clock)
        let (began, ended) = (Locked(0), Locked(0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await election.run {
                    began.change { $0 += 1 }
                    defer { ended.change { $0 += 1 } }
                    try await Task.sleep(for: .seconds(3600))
                }
            }
            defer { group.cancelAll() }
            try await body(server, began, ended)
        }
    }

    private func lease(_ holder: String, version: String) -> String {
        """
        {"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{"name":"l","namespace":"n",\
        "resourceVersion":"\(version)"},"spec":{"holderIdentity":"\(holder)","leaseDurationSeconds":15}}
        """
    }

    private var notFound: ScriptedServer.Reply {
        .json(404, Sample.status(404, "NotFound", "leases \\\"l\\\" not found"))
    }
    private var conflict: ScriptedServer.Reply { .json(409, Sample.status(409, "Conflict", "it has been modified")) }

    @Test("a Lease that is not there is made, and renewed under its version")
    func acquires() async throws {
        try await stand([notFound, .json(201, lease("me", version: "1")), .json(lease("me", version: "2"))]) {
            server, began, ended in
            try await eventually("the holder waits") { clock.deadlines == [.seconds(2)] }
            clock.advance(by: .seconds(2))
            try await eventually("the holder waits again") { clock.deadlines == [.seconds(4)] }
            #expect(server.requests.map(\.method) == [.get, .post, .patch])
            #expect(began.value == 1 && ended.value == 0)
            let made = try JSONValue(parsing: server.requests[1].body ?? Data())
            #expect(made["spec"]?["holderIdentity"] == "me")
            #expect(made["spec"]?["leaseDurationSeconds"] == 15)
            let time = made["spec"]?["renewTime"]?.string ?? ""
            #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/) != nil, "\(time)")
            let renewed = try JSONValue(parsing: server.requests[2].body ?? Data())
            #expect(renewed["metadata"]?["resourceVersion"] == "1")
        }
    }

    @Test("LeaseStolen: the work ends at once, and the candidate takes the Lease when it has run out")
    func leaseStolen() async throws {
        try await stand([
            notFound, .json(201, lease("me", version: "1")), conflict, .json(lease("thief", version: "5")),
        ]) { server, began, ended in
            try await eventually("the holder waits") { clock.deadlines == [.seconds(2)] }
            clock.advance(by: .seconds(2))
            try await eventually("the work has ended") { ended.value == 1 }
            #expect(server.requests.map(\.method) == [.get, .post, .patch, .get])
            // It stays a candidate, and the thief is seen to be dead.
            server.add(.json(lease("thief", version: "5")))
            server.add(.json(lease("me", version: "6")))
            try await eventually("the candidate waits") { clock.deadlines.contains { $0 > .seconds(2) } }
            clock.advance(by: .seconds(15))
            try await eventually("the work has begun again") { began.value == 2 }
            #expect(server.requests.last?.method == .patch)
        }
    }

    @Test("a server that says nothing more costs a holder the Lease after 10 s")
    func silentServer() async throws {
        try await stand([notFound, .json(201, lease("me", version: "1"))]) { server, began, ended in
            try await eventually("the holder waits") { clock.deadlines == [.seconds(2)] }
            clock.advance(by: .seconds(2))
            try await eventually("the renewal waits for an answer") { clock.deadlines == [.seconds(7)] }
            clock.advance(by: .seconds(5))
            try await eventually("the holder waits") { clock.deadlines == [.seconds(9)] }
            clock.advance(by: .seconds(2))
            try await eventually("the renewal waits no longer than it may") { clock.deadlines == [.seconds(10)] }
            #expect(ended.value == 0)
            clock.advance(by: .seconds(1))
            try await eventually("the work has ended") { ended.value == 1 }
            #expect(began.value == 1)
        }
    }

    @Test("what the work throws ends the candidacy, and the Lease is released")
    func workFails() async throws {
        struct Problem: Error {}
        let server = ScriptedServer([
            notFound, .json(201, lease("me", version: "1")), .json(lease("", version: "2")),
        ])
        let client = KubernetesClient(transport: server, logger: Sample.logger, clock: clock)
        let election = LeaseElection(
            client: client, name: "l", namespace: "n", identity: "me", logger: Sample.logger, clock: clock)
        await #expect(throws: Problem.self) {
            try await election.run { throw Problem() }
        }
        let released = try JSONValue(parsing: server.requests.last?.body ?? Data())
        #expect(released["metadata"]?["resourceVersion"] == "1")
        #expect(released["spec"]?["holderIdentity"] == .null)
        #expect(!election.isHolder)
    }

    @Test("a heartbeat makes its Lease, and renews it every 10 s whoever wrote it meanwhile")
    func heartbeat() async throws {
        let server = ScriptedServer([
            notFound, .json(201, lease("node", version: "1")), .json(lease("node", version: "9")),
        ])
        let client = KubernetesClient(transport: server, logger: Sample.logger, clock: clock)
        let heartbeat = Heartbeat(
            client: client, name: "l", namespace: "n", labels: ["a": "b"], owner: "node", logger: Sample.logger,
            clock: clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await heartbeat.run() }
            defer { group.cancelAll() }
            try await eventually("the first one is done") {
                server.requests.count == 2 && clock.deadlines == [.seconds(10)]
            }
            clock.advance(by: .seconds(10))
            try await eventually("the second one is done") {
                server.requests.count == 3 && clock.deadlines == [.seconds(20)]
            }
        }
        #expect(server.requests.map(\.method) == [.patch, .post, .patch])
        let made = try JSONValue(parsing: server.requests[1].body ?? Data())
        #expect(made["metadata"]?["labels"]?["a"] == "b")
        #expect(made["spec"]?["leaseDurationSeconds"] == 40)
    }
}
