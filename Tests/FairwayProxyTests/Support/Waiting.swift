import Glibc
import SystemPackage
import Testing

/// Waits until a condition holds, at most ten seconds.
func eventually(_ what: Comment, _ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try await !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record(what)
            return
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}

enum OpenFiles {
    /// How many descriptors this process has.
    static var count: Int { entries(of: "/proc/self/fd") }
    /// How many threads this process has.
    static var threads: Int { entries(of: "/proc/self/task") }

    private static func entries(of folder: String) -> Int {
        guard let directory = opendir(folder) else { return 0 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        return count
    }
}
