import FairwayCore
import FairwayNet
import SystemPackage
import Testing

@testable import FairwayProxy

@Suite("Refusal")
struct RefusalTests {
    private let frontend = Frontend(address: .v4(IPv4Address(192, 0, 2, 1)), port: 53, transport: .udp)

    @Test(
        "an error of a socket becomes a reason and a sentence that names the frontend and says what to do",
        arguments: [
            (Errno.addressNotAvailable, "AddressNotLocal", "add it to an interface"),
            (.permissionDenied, "PortNotPermitted", "CAP_NET_BIND_SERVICE"),
            (.addressInUse, "PortInUse", "another program uses UDP port 53"),
            (.tooManyOpenFiles, "TooManyOpenFiles", "raise the limit"),
            (.noMemory, "SocketFailed", "cannot be opened"),
        ])
    func reasons(error: Errno, reason: String, advice: String) {
        let refusal = Refusal(frontend, error)
        #expect(refusal.reason == reason)
        #expect(refusal.message.hasPrefix("192.0.2.1:53/UDP cannot be served: "))
        #expect(refusal.message.contains(advice))
    }
}
