import Foundation
import Glibc
import SystemPackage
import Testing

@Suite("Handing over to a new program, by SIGUSR2", .serialized)
struct HandoverTests {
    private let ports = ["tcp:7501/TCP", "udp:7501/UDP"]
    private let addresses = AddressBlock()
    private var backend: Place { Place(addresses.address(1), 7_501) }
    private let folder: TemporaryFolder
    /// A link to the program: where it leads can be changed while it runs.
    private let program: String

    init() throws {
        folder = try TemporaryFolder()
        program = folder.path("fairway")
        try FileManager.default.createSymbolicLink(atPath: program, withDestinationPath: Fairway.path)
    }

    /// Runs `up` by the link, and ends whoever serves at the end in its place.
    private func withProgram(
        environment: [String: String] = [:], drainTimeout: String = "5s", _ body: (Up) async throws -> Void
    ) async throws -> Int32 {
        let variables = environment.map { "\($0)=\($1)" }
        return try await withUp(
            addresses: addresses, folder: folder, wrapper: variables.isEmpty ? [] : ["env"] + variables,
            executable: program, drainTimeout: drainTimeout
        ) { up in
            do {
                try await body(up)
            } catch {
                try await endHolder(of: up)
                throw error
            }
            try await endHolder(of: up)
        }.code
    }

    private func endHolder(of up: Up) async throws {
        let holder = try holder(of: up)
        guard holder != up.program.pid else { return }
        kill(holder, SIGTERM)
        try await eventually("the last one has ended") { kill(holder, 0) == 0 && !isZombie(holder) ? nil : true }
    }

    private func isZombie(_ process: pid_t) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        return status.split(separator: ")").last?.hasPrefix(" Z") ?? true
    }

    /// The process that has the state folder.
    private func holder(of up: Up) throws -> pid_t {
        let text = try String(contentsOfFile: "\(up.stateDirectory)/lock", encoding: .utf8)
        return try #require(pid_t(text.trimmingCharacters(in: .newlines)))
    }

    /// How many programs have said that they are ready.
    private func ready(_ up: Up) -> Int { up.program.output.split(separator: "\n").count { $0 == "ready" } }

    private func handOver(_ up: Up) async throws {
        let (count, holder) = (ready(up), try holder(of: up))
        kill(holder, SIGUSR2)
        try await eventually("the new one is ready: \(up.program.errors)") { ready(up) > count ? true : nil }
        #expect(try self.holder(of: up) != holder)
    }

    private func serve(by up: Up) async throws -> Place {
        Place(try await up.serve("echo", ports: ports, Slice(ports, [backend.address])), 7_501)
    }

    @Test("no connection is refused in 10,000, no UDP exchange is lost, and a long transfer finishes")
    func nothingIsLost() async throws {
        try await withBackends([("", backend)]) { _ in
            let code = try await withProgram { up in
                let place = try await serve(by: up)
                let clients = try Clients(of: place)
                defer { clients.stop() }
                let transfer = try Transfer(through: place)
                defer { transfer.finish() }
                try await withWatches(up) {
                    for round in 1...3 {
                        try await eventually("clients are served in round \(round)") {
                            clients.tally.connections > round * 500 ? true : nil
                        }
                        try await handOver(up)
                        #expect(try await up.kubectl("get", "service", "echo", "-o", "name") == "service/echo")
                        transfer.finish()
                    }
                    try await eventually("the first one has ended") { up.program.isRunning ? nil : true }
                }
                try await eventually("10,000 connections were made", seconds: 120) {
                    clients.tally.connections >= 10_000 ? true : nil
                }
                clients.stop()
                let tally = clients.tally
                #expect(tally.failures.isEmpty, "\(tally.failures.prefix(5)) of \(tally.connections)")
                #expect(tally.datagrams >= 1_000)
                #expect(transfer.failure == nil && transfer.blocks > 0)
                // What is served can be changed still.
                try await up.change("echo", to: [Slice(ports, [String]())])
                #expect(throws: Errno.connectionRefused) { _ = try TestSocket(.tcp, to: place) }
            }
            #expect(code == 0)
        }
    }

    @Test("connections outlast the drain timeout beside the new one, until SIGTERM")
    func longTransfers() async throws {
        try await withBackends([("", backend)]) { _ in
            let code = try await withProgram(drainTimeout: "1s") { up in
                let place = try await serve(by: up)
                let (transfer, hanging) = (try Transfer(through: place), try TestSocket(.tcp, to: place))
                defer { transfer.finish() }
                #expect(try hanging.exchange("one") == "one")
                try await handOver(up)
                // Whoever wants manifests read again may send this to all.
                up.program.send(SIGHUP)
                let served = ContinuousClock.now
                try await eventually("the drain timeout is over for long") {
                    ContinuousClock.now > served + .seconds(3) ? true : nil
                }
                let blocks = transfer.blocks
                try await eventually("bytes are carried") { transfer.blocks > blocks + 10 ? true : nil }
                transfer.finish()
                #expect(transfer.failure == nil)
                #expect(try hanging.exchange("two") == "two")
                #expect(try TestSocket(.tcp, to: place).exchange("three") == "three")
                up.program.send(SIGTERM)
                try await eventually("the old one has ended") { up.program.isRunning ? nil : true }
                #expect(hanging.failure() == .connectionReset)
                #expect(try TestSocket(.tcp, to: place).exchange("four") == "four")
            }
            #expect(code == 0)
        }
    }

    @Test("when the new one ends, the old one relays on and holds nothing else; a second SIGTERM ends it at once")
    func newOneEnds() async throws {
        try await withBackends([("", backend)]) { _ in
            let code = try await withProgram(drainTimeout: "1h") { up in
                let place = try await serve(by: up)
                let client = try TestSocket(.tcp, to: place)
                #expect(try client.exchange("one") == "one")
                try await handOver(up)
                let successor = try holder(of: up)
                kill(successor, SIGTERM)
                // Not even its number.
                try await eventually("the new one has ended") { kill(successor, 0) == 0 ? nil : true }
                #expect(try client.exchange("two") == "two")
                #expect(throws: Errno.connectionRefused) { _ = try TestSocket(.tcp, to: place) }
                #expect(try await up.tryKubectl("get", "services").errors.contains("refused"))
                try await eventually("the old one has ended") {
                    up.program.send(SIGTERM)
                    return up.program.isRunning ? nil : true
                }
            }
            #expect(code == EXIT_FAILURE)
        }
    }

    /// Runs clients that watch, one after another as their watches end; none may end with an error.
    private func withWatches(_ up: Up, _ body: () async throws -> Void) async throws {
        let command = ["bash", "-c", "while kubectl get services --watch -o name; do :; done"]
        try await IntegrationTests.withProgram(command, environment: up.environment, in: folder) { watch in
            try await eventually("the watch runs") { watch.output.contains("echo") ? true : nil }
            try await body()
            #expect(watch.isRunning, "\(watch.errors)")
            let seen = watch.output.count
            try await up.kubectl("annotate", "service", "echo", "seen=now")
            try await eventually("a watch sees what comes after") { watch.output.count > seen ? true : nil }
        }
    }

    @Test(
        "a program that does not come up leaves the running one as it was",
        arguments: [
            ("nothing", "cannot be executed: No such file"), ("text", "cannot be executed: Exec format error"),
            ("truncated", "hand over"), ("false", "ended at once"), ("sleep", "did not answer within"),
            ("strange", "by layout 9.9"), ("dying", "ended before it was done"), ("silent", "ended before it was done"),
        ])
    func failures(successor: String, sentence: String) async throws {
        try await withBackends([("", backend)]) { _ in
            let code = try await withProgram { up in
                let place = try await serve(by: up)
                let (connection, session) = (try TestSocket(.tcp, to: place), try TestSocket(.udp, to: place))
                #expect(try connection.exchange("one") == "one")
                #expect(try session.exchange("one") == "one")
                try replace(by: successor)
                try await wish(for: sentence, of: up)
                #expect(try connection.exchange("two") == "two")
                #expect(try session.exchange("two") == "two")
                try await eventually("the API serves") {
                    try await up.tryKubectl("get", "service", "echo").code == 0 ? true : nil
                }
                #expect(try holder(of: up) == up.program.pid)
                #expect(ready(up) == 1)
                // And a good one may come still.
                try replace(by: Fairway.path)
                try await handOver(up)
                #expect(try session.exchange("three") == "three")
                #expect(try TestSocket(.tcp, to: place).exchange("three") == "three")
            }
            #expect(code == 0)
        }
    }

    /// Asks for a handover that fails with a sentence. Asks again where the first wish brings nothing for long.
    private func wish(for sentence: String, of up: Up) async throws {
        var again = ContinuousClock.now
        try await eventually("`up` says: \(sentence)") {
            if ContinuousClock.now >= again {
                up.program.send(SIGUSR2)
                again = .now + .seconds(25)
            }
            return up.program.errors.contains(sentence) ? true : nil
        }
    }

    /// Puts something else where the program is.
    private func replace(by successor: String) throws {
        unlink(program)
        switch successor {
        case "nothing": return
        case "text": try write("this is no program")
        case "truncated":
            let whole = try #require(FileHandle(forReadingAtPath: Fairway.path))
            try whole.read(upToCount: 4_096)?.write(to: URL(fileURLWithPath: program))
            chmod(program, 0o700)
        case "false": try link(to: "/bin/false")
        case "sleep": try write("#!/bin/sh\nexec sleep 600")
        case "strange": try write(script(saying: #"printf '\x01\x09\x00\x09\x00\x01\x009'; sleep 600"#))
        case "dying": try write(script(saying: #"printf '\x01\x02\x00\x01\x00\x01\x009'"#))
        case "silent":
            // It has the state folder for a while, and the sockets.
            let words = #"printf '\x01\x02\x00\x01\x00\x01\x009'; sleep 1; printf '\x03'; sleep 1"#
            try write(script(saying: words))
        default: try link(to: successor)
        }
    }

    private func script(saying words: String) -> String {
        "#!/bin/bash\n(\(words)) | socat -t 0.1 - UNIX-CONNECT:$FAIRWAY_HANDOVER,type=5 >/dev/null\n"
    }

    private func write(_ text: String) throws {
        try text.write(toFile: program, atomically: true, encoding: .utf8)
        chmod(program, 0o700)
    }

    private func link(to file: String) throws {
        try FileManager.default.createSymbolicLink(atPath: program, withDestinationPath: file)
    }

    @Test("a second SIGUSR2 is left alone, and the service manager follows")
    func twice() async throws {
        let socket = folder.path("notify")
        try await IntegrationTests.withProgram(["socat", "-u", "UNIX-RECV:\(socket)", "STDOUT"], in: folder) {
            manager in
            try await eventually("the manager listens") { FileManager.default.fileExists(atPath: socket) ? true : nil }
            let code = try await withProgram(environment: ["NOTIFY_SOCKET": socket]) { up in
                let count = ready(up)
                for _ in 1...2 { up.program.send(SIGUSR2) }
                try await eventually("the new one is ready") { ready(up) > count ? true : nil }
                try await eventually("the old one has ended") { up.program.isRunning ? nil : true }
                let holder = try holder(of: up)
                let expected = try Regex("READY=1RELOADING=1\nMONOTONIC_USEC=[0-9]+MAINPID=\(holder)READY=1")
                try await eventually("the manager is told: \(manager.output)") {
                    manager.output.contains(expected) ? true : nil
                }
                #expect(!manager.output.contains("STOPPING=1"))
            }
            #expect(code == 0)
            try await eventually("STOPPING=1 arrives") { manager.output.contains("STOPPING=1") ? true : nil }
        }
    }

    @Test("SIGTERM during a handover ends both")
    func terminated() async throws {
        let file = folder.path("pid")
        let code = try await withProgram { up in
            unlink(program)
            try write("#!/bin/sh\necho $$ > \(file).new && mv \(file).new \(file)\nexec sleep 600")
            up.program.send(SIGUSR2)
            let text = try await eventually("the new one runs") { try? String(contentsOfFile: file, encoding: .utf8) }
            up.program.send(SIGTERM)
            try await eventually("the old one has ended") { up.program.isRunning ? nil : true }
            let successor = try #require(pid_t(text.trimmingCharacters(in: .newlines)))
            try await eventually("the new one has ended") { kill(successor, 0) == 0 ? nil : true }
        }
        #expect(code == 0)
    }

    @Test("commands that do not hand over say so")
    func otherCommands() async throws {
        try await withAPI { api in
            api.program.send(SIGUSR2)
            try await eventually("the sentence") { api.program.errors.contains("only `fairway up`") ? true : nil }
            #expect(api.program.isRunning)
        }
    }
}
