import Foundation
import Glibc

/// What a bench has left that was killed: namespaces and folders of its name, and the programs that run in them.
enum Leftovers {
    private static let namespaces = "/run/netns"

    /// Removes those whose owner is gone, and says so. What cannot be removed is named, and keeps nobody from
    /// measuring.
    static func remove() async throws {
        if geteuid() == 0, isInstalled("ip") {
            for name in abandoned(in: namespaces) {
                try await removing("the network namespace \(name)") {
                    // Where the name is all that is left, nothing runs in it.
                    let running = try? await output(of: ["ip", "netns", "pids", name])
                    try await end((running ?? "").split(whereSeparator: \.isWhitespace).compactMap { Int32($0) })
                    try await output(of: ["ip", "netns", "delete", name])
                }
            }
        }
        let folders = FileManager.default.temporaryDirectory.path
        for name in abandoned(in: folders) {
            try await removing("\(folders)/\(name)") {
                try await end(programsNaming("\(folders)/\(name)"))
                try FileManager.default.removeItem(atPath: "\(folders)/\(name)")
            }
        }
    }

    private static func removing(_ what: String, _ body: () async throws -> Void) async throws {
        do {
            try await body()
            say("removed \(what), which an earlier run had left")
        } catch {
            try Task.checkCancellation()
            say("cannot remove \(what), which an earlier run has left: \(error)")
        }
    }

    private static func abandoned(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().filter { name in BenchName.owner(of: name).map { !isBench($0) } ?? false }
    }

    /// Whether a bench runs as this process, whose number may since be another's.
    private static func isBench(_ process: Int32) -> Bool {
        let name = try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)
        return name?.trimmingCharacters(in: .newlines) == BenchName.program
    }

    /// The processes that were told to use a folder.
    private static func programsNaming(_ folder: String) -> [Int32] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.compactMap { Int32($0) }.filter { process in
            let arguments = try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)
            return arguments?.contains(folder) == true
        }
    }

    /// Kills processes, and waits until they are gone, for a moment.
    private static func end(_ processes: [Int32]) async throws {
        for process in processes where process != getpid() { kill(process, SIGKILL) }
        for _ in 0..<100 where processes.contains(where: { kill($0, 0) == 0 }) {
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
