import Glibc
import Testing

/// A network namespace with addresses on its loopback interface, there while `body` runs, which gets the command that
/// runs another one inside. Needs root.
@discardableResult
func withNetworkNamespace<Value>(addresses: [String], _ body: ([String]) async throws -> Value) async throws -> Value {
    let name = "fairway-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    try await output(of: ["ip", "netns", "add", name])
    let result: Result<Value, any Error>
    do {
        try await output(of: ["ip", "-n", name, "link", "set", "lo", "up"])
        for address in addresses {
            let flags = address.contains(":") ? ["nodad"] : []
            try await output(of: ["ip", "-n", name, "address", "add", address, "dev", "lo"] + flags)
        }
        result = .success(try await body(["ip", "netns", "exec", name]))
    } catch {
        result = .failure(error)
    }
    try await output(of: ["ip", "netns", "delete", name])
    return try result.get()
}
