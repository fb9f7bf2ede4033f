import Foundation

/// A network namespace, by its name.
struct Namespace {
    let name: String

    var path: String { "/run/netns/\(name)" }

    /// The command that runs another one inside. (`ip netns exec` would also change what is mounted.)
    func inside(_ command: [String]) -> [String] { ["nsenter", "--net=\(path)"] + command }

    /// Does what ip(8) is told, line by line.
    func ip(_ lines: String) async throws {
        try await output(of: ["ip", "-n", name, "-batch", "-"], input: lines + "\n")
    }

    /// Sets what sysctl(8) sets.
    func set(_ settings: String...) async throws {
        try await output(of: inside(["sysctl", "-q", "-w"] + settings))
    }
}

extension Namespace {
    /// Makes namespaces for as long as `body` runs. Needs root.
    static func making(_ namespaces: [Namespace], _ body: () async throws -> Void) async throws {
        let outcome: Result<Void, any Error>
        do {
            for namespace in namespaces { try await namespace.make() }
            try await body()
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        // In a task of its own, because this one may be cancelled, and what was made has to go all the same.
        try await Task { for namespace in namespaces { try await namespace.remove() } }.value
        try outcome.get()
    }

    private func make() async throws {
        try await output(of: ["ip", "netns", "add", name])
        try await ip("link set lo up")
        try await set("net.ipv4.ip_local_port_range=1024 65535", "net.core.somaxconn=4096")
    }

    private func remove() async throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        try await output(of: ["ip", "netns", "delete", name])
    }
}
