import FairwayCore
import FairwayLinux
import FairwayNet
import Testing

@testable import FairwayProxy

@Suite("UDPSession")
struct UDPSessionTests {
    @Test(
        "only a session that was never answered and has been silent for a second yields",
        arguments: [
            (replied: false, silentFor: 0, yields: false), (false, 999, false), (false, 1_000, true),
            (false, 20_000, true), (true, 0, false), (true, 1_000, false), (true, 170_000, false),
        ])
    func yields(replied: Bool, silentFor: UInt64, yields: Bool) {
        let frontend = UnsafeMutablePointer<FrontendState>.allocate(capacity: 1)
        defer { frontend.deallocate() }
        let client = KernelAddress(.v4(IPv4Address(192, 0, 2, 1)), port: 40_000)
        let session = UDPSession(
            descriptor: -1, client: client, key: client.key, frontend: frontend, hash: 0,
            target: Backend(address: .v4(IPv4Address(192, 0, 2, 2)), port: 53),
            lastActive: MonotonicTime(milliseconds: 5_000), replied: replied)
        #expect(session.yields(now: MonotonicTime(milliseconds: 5_000 + silentFor)) == yields)
    }
}
