import FairwayNet
import SystemPackage
import Testing

@testable import FairwayNameServer

@Suite("Failures to listen")
struct FailureTests {
    @Test(
        "a sentence says what to do",
        arguments: [
            (Errno.addressInUse, ListenFailure.Reason.portInUse, "systemd-resolved"),
            (.permissionDenied, .portNotPermitted, "CAP_NET_BIND_SERVICE"),
            (.addressNotAvailable, .addressNotLocal, "192.0.2.1 is not an address of this machine"),
            (.addressFamilyNotSupported, .addressNotLocal, "this machine has no IPv4"),
            (.tooManyOpenFiles, .systemFailed, "ulimit -n"),
        ])
    func sentences(error: Errno, reason: ListenFailure.Reason, part: String) throws {
        let failure = ListenFailure(try SocketAddress(parsing: "192.0.2.1:53"), .tcp, error)
        #expect(failure.reason == reason && failure.message.contains(part), "\(failure)")
        #expect(failure.message.hasPrefix("DNS cannot be answered at 192.0.2.1:53 over TCP: "))
    }
}
