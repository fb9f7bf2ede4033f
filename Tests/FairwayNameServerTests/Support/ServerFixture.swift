import FairwayDNS
import FairwayDNSTestSupport
import FairwayNameServer
import FairwayNet
import Testing

/// A server at an address, which is closed when `body` has ended.
func withServer<Value>(
    at addresses: String..., settings: NameServerSettings = NameServerSettings(), table: AuthorityTable? = nil,
    _ body: (AuthoritativeServer, SocketAddress) async throws -> Value
) async throws -> Value {
    let server = try AuthoritativeServer(
        listeningAt: addresses.map { SocketAddress(address: try IPAddress(parsing: $0), port: 0) },
        settings: settings, threads: 2)
    let outcome: Result<Value, any Error>
    do {
        if let table { await server.apply(table) }
        outcome = .success(try await body(server, try #require(server.addresses.first)))
    } catch {
        outcome = .failure(error)
    }
    await server.close()
    return try outcome.get()
}

/// What dig prints of a question to a server, without recursion.
func dig(_ server: SocketAddress, _ arguments: [String]) async throws -> String {
    try await output(
        of: ["dig", "@\(server.address)", "-p", "\(server.port)", "+norecurse", "+tries=1", "+time=20"] + arguments)
}

/// A port of 127.0.0.1 where nobody is, and that the kernel chooses for nobody. It is not tried by listening at it: programs
/// that other tests start have a copy of every descriptor for a moment.
func freePlace() throws -> SocketAddress {
    while true {
        let place = SocketAddress(address: try IPAddress(parsing: "127.0.0.1"), port: .random(in: 20_000..<30_000))
        // Nobody listens where nothing can be sent.
        if (try? RawClient(.tcp, to: place).send([0])) == nil { return place }
    }
}
