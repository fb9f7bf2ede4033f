import Foundation
import Glibc
import Testing

/// `fairway echo` and the demo that is made of it.
struct ProgramEchoTests {
    @Test(
        "echo upper-cases over TCP and UDP, ends a half-closed connection, and ends with 0",
        arguments: ["IPv4", "IPv6"])
    func echo(family: String) async throws {
        let folder = try TemporaryFolder()
        let host = family == "IPv4" ? AddressBlock().address(1) : "::1"
        let listen = family == "IPv4" ? "\(host):0" : "[\(host)]:0"
        let code = try await withProgram([Fairway.path, "echo", "--listen", listen], in: folder) { program in
            let port = try await eventually("it says where it listens") {
                program.errors.firstMatch(of: /:(\d+) protocols=|:(\d+)[ \n]/).flatMap { $0.1 ?? $0.2 }.map(String.init)
            }
            // nc ends when the other side does: only a half-close that is answered gives it all, and an end.
            let text = String(repeating: "the quick brown fox, ÄÖÜ äöü\n", count: 10_000)
            let answer = try await output(of: ["nc", "-N", host, port], input: text, seconds: 20)
            let upper = String(text.map { $0.isASCII ? Character($0.uppercased()) : $0 })
            #expect(answer == upper.trimmingCharacters(in: .newlines))
            #expect(try await output(of: ["nc", "-u", "-W", "1", "-w", "5", host, port], input: "hello\n") == "HELLO")

            let second = try await run([Fairway.path, "echo", "--listen", listen.dropLast() + port], seconds: 10)
            #expect(second.code == 1 && second.errors.contains("cannot listen on"), "\(second)")
        }.code
        #expect(code == 0)
    }

    // The demo's port is a fixed one.
    @Suite(.serialized) struct Demo {
        private func demo(_ folder: TemporaryFolder) async throws -> Outcome {
            try await run(
                [Fairway.repository + "/scripts/demo"],
                environment: [
                    "ONCE": "1", "FAIRWAY_STATE_DIR": folder.path("state"), "FAIRWAY_API": "127.0.0.1:0",
                    "FAIRWAY_POOL": AddressBlock().pool, "KUBECACHEDIR": folder.path("cache"),
                ])
        }

        @Test("the demo proves both protocols, and ends")
        func proof() async throws {
            let outcome = try await demo(try TemporaryFolder())
            #expect(outcome.code == 0, "\(outcome)")
            for name in ["TCP", "UDP"] {
                #expect(outcome.output.contains("hello -> HELLO  over \(name) through 127."), "\(outcome)")
            }
        }

        @Test("the demo says so when its port is taken")
        func portTaken() async throws {
            let folder = try TemporaryFolder()
            try await withProgram([Fairway.path, "echo", "--listen", "127.0.0.1:12345"], in: folder) { other in
                try await eventually("the port is taken") { other.errors.contains("echoing") ? true : nil }
                let outcome = try await demo(folder)
                #expect(outcome.code == 1, "\(outcome)")
                #expect(outcome.errors.contains("cannot listen on 127.0.0.1:12345"), "\(outcome)")
            }
        }
    }
}
