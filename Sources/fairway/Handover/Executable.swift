import Foundation
import Glibc

/// How this program was called: what is to be executed in its place when it has been upgraded.
struct Executable: Sendable {
    /// Where the program is, or the link to it: that of the moment leads to the program of the moment.
    let path: String
    let arguments: [String]
    /// `NAME=value` each.
    let environment: [String]

    /// To be asked for at the start: later the file at the path may be another.
    static var current: Executable {
        let variables = ProcessInfo.processInfo.environment
        return Executable(
            path: path(called: CommandLine.arguments.first ?? "", searching: variables["PATH"] ?? ""),
            arguments: CommandLine.arguments,
            environment: variables.filter { $0.key != Predecessor.variable }.map { "\($0)=\($1)" })
    }

    /// What the program was called by, where that leads to what runs; else the file that runs.
    private static func path(called name: String, searching folders: String) -> String {
        let candidates =
            name.contains("/") ? [name] : folders.split(separator: ":").map { "\($0)/\(name)" }
        let own = "/proc/self/exe"
        let called = candidates.first { FileIdentity($0) != nil && FileIdentity($0) == FileIdentity(own) }
        if let called { return URL(fileURLWithPath: called).path }
        return URL(fileURLWithPath: own).resolvingSymlinksInPath().path
    }
}

/// Which file a path leads to.
private struct FileIdentity: Hashable {
    let device: dev_t
    let number: ino_t

    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, number) = (status.st_dev, status.st_ino)
    }
}
