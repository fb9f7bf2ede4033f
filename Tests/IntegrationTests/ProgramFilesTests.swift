import Foundation
import Glibc
import Testing

/// `up -f`: the files are the wish, the API follows them.
struct ProgramFilesTests {
    private func service(_ name: String, port: Int) -> String {
        Manifest.service(name, ports: ["a:\(port)/TCP"])
    }

    private func services(_ up: Up) async throws -> [String] {
        try await up.kubectl("get", "svc", "-o", "name").split(separator: "\n").map { String($0.dropFirst(8)) }
    }

    private func port(_ up: Up, _ service: String) async throws -> String {
        try await up.kubectl("get", "svc", service, "-o", "jsonpath={.spec.ports[*].port}")
    }

    @Test(
        "files, folders, several documents and lists are applied before `ready`; changes follow, and what is taken out goes"
    )
    func changes() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("one.yaml", service("one", port: 1001) + service("two", port: 1002))
        try FileManager.default.createDirectory(atPath: folder.path("more"), withIntermediateDirectories: true)
        _ = try folder.file(
            "more/list.yml",
            """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: Service
              metadata: {name: three, namespace: edge}
              spec: {type: LoadBalancer, ports: [{port: 1003}]}
            - {apiVersion: v1, kind: Namespace, metadata: {name: edge}}
            """)
        _ = try folder.file(
            "more/four.json",
            """
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "four"},
             "spec": {"type": "LoadBalancer", "ports": [{"port": 1004}]}}
            """)
        _ = try folder.file("more/notes.txt", "this is no manifest: {")

        try await withUp(["-f", file, "-f", folder.path("more")], folder: folder) { up in
            #expect(try await services(up) == ["four", "one", "two"])
            #expect(try await up.kubectl("get", "svc", "-n", "edge", "-o", "name") == "service/three")
            _ = try await up.address(of: "one")

            // An editor replaces the file; a shell writes into it. Both are seen.
            _ = try folder.file("one.yaml", service("one", port: 2001) + service("two", port: 1002))
            try await eventually("the change is applied") { try await port(up, "one") == "2001" ? true : nil }
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
            try handle.truncate(atOffset: 0)
            try handle.write(contentsOf: Data(service("two", port: 2002).utf8))
            try handle.close()
            try await eventually("one is deleted") { try await services(up) == ["four", "two"] ? true : nil }
            try await eventually("two is changed") { try await port(up, "two") == "2002" ? true : nil }

            _ = try folder.file("more/five.yaml", service("five", port: 1005))
            try await eventually("a new file is applied") { try await services(up).contains("five") ? true : nil }
            try FileManager.default.removeItem(atPath: folder.path("more/four.json"))
            try FileManager.default.removeItem(atPath: folder.path("more/list.yml"))
            try await eventually("what was in removed files is deleted") {
                try await services(up) == ["five", "two"] ? true : nil
            }
            try await up.kubectl("wait", "--for=delete", "ns/edge", "--timeout=20s")
        }
    }

    @Test("what somebody else created is changed by the files, and stays when it leaves them")
    func foreignObjects() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("all.yaml", service("ours", port: 1001))
        try await withUp(["-f", file], folder: folder) { up in
            try await up.kubectl("create", "-f", "-", input: service("theirs", port: 1002))
            _ = try folder.file(
                "all.yaml",
                service("ours", port: 1001) + Manifest.service("theirs", ports: ["renamed:1002/TCP"]))
            try await eventually("it is changed") {
                try await up.kubectl("get", "svc", "theirs", "-o", "jsonpath={.spec.ports[*].name}") == "renamed"
                    ? true : nil
            }
            _ = try folder.file("all.yaml", service("last", port: 1003))
            try await eventually("ours is gone") { try await services(up) == ["last", "theirs"] ? true : nil }
        }
    }

    @Test("objects that left the files while `up` was down are deleted at its start, the others keep their addresses")
    func changedWhileDown() async throws {
        let folder = try TemporaryFolder()
        let addresses = AddressBlock()
        let file = try folder.file("all.yaml", service("one", port: 1001) + service("two", port: 1001))
        let address = try await withUp(["-f", file], addresses: addresses, folder: folder) { up in
            _ = try await up.address(of: "one")
            return try await up.address(of: "two")
        }.value
        _ = try folder.file("all.yaml", service("two", port: 1001))
        try await withUp(["-f", file], addresses: addresses, folder: folder) { up in
            #expect(try await up.address(of: "two") == address)
            try await eventually("one is gone") { try await services(up) == ["two"] ? true : nil }
        }
    }

    @Test("an object that comes back into the files while it is being deleted is made again when it is gone")
    func backWhileDeleted() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("one.yaml", service("one", port: 1001))
        try await withUp(["-f", file], folder: folder) { up in
            func metadata(_ field: String) async throws -> String {
                try await up.kubectl("get", "svc", "--ignore-not-found", "-o", "jsonpath={.items[*].metadata.\(field)}")
            }
            let first = try await metadata("uid")
            // Somebody holds it up until the files name it again.
            try await up.kubectl(
                "patch", "svc", "one", "--type=json", "-p",
                #"[{"op":"add","path":"/metadata/finalizers/-","value":"example.com/hold"}]"#)
            _ = try folder.file("one.yaml", "")
            try await eventually("one is being deleted") {
                try await metadata("deletionTimestamp").isEmpty ? nil : true
            }
            _ = try folder.file("one.yaml", service("one", port: 2001))
            try await eventually("the files are applied") { try await port(up, "one") == "2001" ? true : nil }
            try await up.kubectl("patch", "svc", "one", "--type=merge", "-p", #"{"metadata":{"finalizers":null}}"#)
            try await eventually("one is there again") {
                let uid = try await metadata("uid")
                return uid.isEmpty || uid == first ? nil : true
            }
            #expect(try await port(up, "one") == "2001")
        }
    }

    @Test("what is wrong with a file is said with its place, at the start and later; nothing else suffers")
    func brokenFiles() async throws {
        let folder = try TemporaryFolder()
        let broken = try folder.file("1-broken.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: echo\n")
        let good = try folder.file("2-good.yaml", service("good", port: 1001))
        try await withUp(["-f", broken, "-f", good], folder: folder) { up in
            func said(_ text: String) async throws {
                try await eventually("stderr has \(text)") { up.program.errors.contains(text) ? true : nil }
            }
            try await said("\(broken):")
            #expect(try await services(up) == ["good"])
            let place = up.program.errors.components(separatedBy: "\(broken):")[1]
            #expect(["3: ", "4: "].contains { place.hasPrefix($0) } && place.contains("this is not YAML"), "\(place)")

            _ = try folder.file("1-broken.yaml", service("mended", port: 1002))
            try await eventually("the mended file is applied") {
                try await services(up) == ["good", "mended"] ? true : nil
            }

            // A document without a kind, the second of its file: nothing of the file is used, and nothing lost.
            _ = try folder.file(
                "1-broken.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: edge}\n---\nfoo: bar\n")
            try await said("\(broken):5: the object has no apiVersion")
            _ = try folder.file("2-good.yaml", service("good", port: 2001))
            try await eventually("other files are applied") { try await port(up, "good") == "2001" ? true : nil }
            #expect(try await services(up) == ["good", "mended"])
            #expect(try await up.kubectl("get", "ns", "-o", "name").contains("edge") == false)

            // What the API refuses keeps what it said before.
            _ = try folder.file("1-broken.yaml", service("mended", port: 99999) + service("other", port: 1003))
            try await said("\(broken):2: ")
            try await said("spec.ports[0].port: Invalid value: 99999: must be between 1 and 65535, inclusive")
            try await eventually("the other object is applied") {
                try await services(up) == ["good", "mended", "other"] ? true : nil
            }
            #expect(try await port(up, "mended") == "1002")

            _ = try folder.file("1-broken.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: echo}\n")
            try await said("\(broken):1: ")
            try await eventually("stderr names the kind") { up.program.errors.contains("Pod") ? true : nil }
        }
    }

    @Test("SIGHUP reads the files again")
    func hangUp() async throws {
        let folder = try TemporaryFolder()
        // The file is reached over a link, so that no watched folder changes.
        try FileManager.default.createDirectory(atPath: folder.path("elsewhere"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder.path("watched"), withIntermediateDirectories: true)
        let file = try folder.file("elsewhere/real.yaml", service("one", port: 1001))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("watched/link.yaml"), withDestinationPath: file)
        try await withUp(["-f", folder.path("watched")], folder: folder) { up in
            _ = try folder.file("elsewhere/real.yaml", service("one", port: 2001))
            up.program.send(SIGHUP)
            try await eventually("the change is applied") { try await port(up, "one") == "2001" ? true : nil }
            #expect(up.program.isRunning)
        }
    }

    @Test(
        "where the kernel watches no more files for this user, `up` says so and serves, and SIGHUP reads them",
        .needsRoot)
    func unwatched() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("one.yaml", service("one", port: 1001))
        let limit = "echo 0 > /proc/sys/user/max_inotify_instances; exec \"$@\""
        try await withUp(
            ["-f", file], folder: folder, wrapper: ["unshare", "--user", "--map-root-user", "sh", "-c", limit, "sh"]
        ) { up in
            #expect(up.program.errors.contains("cannot be watched for changes: send SIGHUP"))
            _ = try folder.file("one.yaml", service("one", port: 2001))
            up.program.send(SIGHUP)
            try await eventually("the change is applied") { try await port(up, "one") == "2001" ? true : nil }
        }
    }

    @Test("two Services of Examples/echo/split.yaml share one address, and both answer on it")
    func split() async throws {
        let folder = try TemporaryFolder()
        let addresses = AddressBlock()
        let backend = addresses.address(1)
        let example = try String(contentsOfFile: Fairway.repository + "/Examples/echo/split.yaml", encoding: .utf8)
        let file = try folder.file("split.yaml", example.replacingOccurrences(of: "127.0.0.1", with: backend))
        try await withProgram([Fairway.path, "echo", "--listen", "\(backend):12345"], in: folder) { echo in
            try await eventually("the backend listens") { echo.errors.contains("echoing") ? true : nil }
            try await withUp(["-f", file], addresses: addresses, folder: folder) { up in
                let address = try await up.address(of: "echo-tcp")
                #expect(try await up.address(of: "echo-udp") == address)
                #expect(try await output(of: ["nc", "-N", address, "12345"], input: "hello\n") == "HELLO")
                #expect(
                    try await output(of: ["nc", "-u", "-W", "1", "-w", "5", address, "12345"], input: "hello\n")
                        == "HELLO")
            }
        }
    }
}
