import Foundation
import Glibc
import Testing

@Suite("The state folder and the listen address")
struct StateFolderTests {
    /// Runs `fairway up` where it must not come up, and gives what it says.
    private func refusal(
        _ folder: TemporaryFolder, _ arguments: [String] = [], wrapper: [String] = [], state: String = "state"
    ) async throws -> Outcome {
        let outcome = try await run(
            wrapper + [Fairway.path, "up", "--state-dir", folder.path(state), "--api", "127.0.0.1:0", "--dns", "off"]
                + arguments,
            seconds: 30)
        #expect(outcome.code == 1, "\(outcome)")
        #expect(outcome.output.isEmpty)
        return outcome
    }

    /// The one line that tells why.
    private func sentence(_ outcome: Outcome) -> String {
        outcome.errors.split(separator: "\n").last { $0.hasPrefix("fairway: ") }.map(String.init) ?? outcome.errors
    }

    @Test("a second `up` on a state folder is told who uses it")
    func inUse() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            let said = sentence(try await refusal(folder))
            #expect(said.contains(up.stateDirectory) && said.contains("\(up.program.pid)"), "\(said)")
            #expect(try await up.kubectl("get", "namespaces", "-o", "name").contains("namespace/default"))
        }
    }

    @Test("a listen address in use is a sentence")
    func listenAddressInUse() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            let server = try await up.kubectl("config", "view", "-o", "jsonpath={.clusters[0].cluster.server}")
            let address = server.replacingOccurrences(of: "https://", with: "")
            // Several at once, for whether the sentence or some other part's end came first was a race.
            try await withThrowingTaskGroup(of: Outcome.self) { group in
                for number in 0..<6 {
                    group.addTask { try await refusal(folder, ["--api", address], state: "other-\(number)") }
                }
                for try await outcome in group {
                    let said = sentence(outcome)
                    #expect(said.contains("Address already in use"), "\(said)")
                }
            }
        }
    }

    @Test("a database from a newer version is left alone")
    func newerVersion() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            try await up.kubectl("create", "-f", "-", input: Manifest.service("kept", ports: ["a:7001/TCP"]))
        }
        // The user version is a big-endian number at offset 60 of the file (SQLite's file format, 1.3).
        let database = try FileHandle(forUpdating: URL(fileURLWithPath: folder.path("state/fairway.db")))
        defer { try? database.close() }
        try database.seek(toOffset: 60)
        let version = try database.read(upToCount: 4)
        try database.seek(toOffset: 60)
        try database.write(contentsOf: Data([0, 0, 3, 231]))
        let said = sentence(try await refusal(folder))
        #expect(said.contains("newer") && said.contains("999"), "\(said)")

        try database.seek(toOffset: 60)
        try database.write(contentsOf: version ?? Data())
        try await withUp(folder: folder) { up in
            try await up.kubectl("get", "service", "kept")
        }
    }

    @Test("a read-only state folder is a sentence", .needsRoot, arguments: ["empty", "with state"])
    func readOnly(content: String) async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("state"), withIntermediateDirectories: true)
        if content != "empty" { try await withUp(folder: folder) { _ in } }
        let said = sentence(
            try await refusal(
                folder,
                wrapper: inMountNamespace("mount --bind -o ro \(folder.path("state")) \(folder.path("state"))")))
        #expect(said.contains("Read-only file system") && said.contains(folder.path("state")), "\(said)")
    }

    @Test("a state folder without room is a sentence at the start", .needsRoot)
    func fullAtStart() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("state"), withIntermediateDirectories: true)
        let said = sentence(
            try await refusal(
                folder, wrapper: inMountNamespace("mount -t tmpfs -o size=4k,mode=700 none \(folder.path("state"))")))
        #expect(said.contains(folder.path("state")) && said.contains("--state-dir"), "\(said)")
    }

    @Test("when the state folder fills up, changes are refused, what is there goes on, and room heals it", .needsRoot)
    func fullLater() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("state"), withIntermediateDirectories: true)
        try await withUp(
            folder: folder, wrapper: inMountNamespace("mount -t tmpfs -o size=8m,mode=700 none \(folder.path("state"))")
        ) { inside in
            // The mount is the program's alone; from here it is seen through its root.
            let up = Up(
                program: inside.program, stateDirectory: "/proc/\(inside.program.pid)/root" + inside.stateDirectory,
                addresses: inside.addresses)
            let backend = Place(up.addresses.address(1), 7_001)
            let address = try await up.serve(
                "kept", ports: ["a:7001/TCP", "b:7001/UDP"], Slice(["a:7001/TCP", "b:7001/UDP"], [backend.address]))
            let filler = up.stateDirectory + "/filler"
            _ = try await run(["dd", "if=/dev/zero", "of=\(filler)", "bs=4k", "count=4096"])

            let refused = try await eventually("a change is refused") {
                let big = String(repeating: "x", count: 60_000)
                let outcome = try await up.tryKubectl(
                    "annotate", "--overwrite", "service", "kept", "big=\(big)\(getpid())")
                return outcome.code == 0 ? nil : outcome
            }
            #expect(refused.errors.contains("full"), "\(refused)")
            #expect(try await up.address(of: "kept") == address)
            try await withBackends([("kept", backend)]) { _ in
                for kind in TestSocket.Kind.allCases {
                    try #expect(Flow(kind, to: Place(address, 7_001)).backend() == "kept")
                }
            }

            #expect(unlink(filler) == 0)
            try await up.kubectl("apply", "-f", "-", input: Manifest.service("after", ports: ["a:7001/TCP"]))
            _ = try await up.address(of: "after")
        }
    }

    /// A wrapper that runs a program with a mount that only it sees, and that goes when it ends.
    private func inMountNamespace(_ mount: String) -> [String] {
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", "\(mount) && exec \"$@\"", "sh"]
    }
}
