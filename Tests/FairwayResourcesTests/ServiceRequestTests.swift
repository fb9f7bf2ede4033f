import FairwayCore
import FairwayNet
import FairwayResources
import Testing

@Suite("ServiceRequest")
struct ServiceRequestTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var annotations: [String: String]
        var loadBalancerIP: String?
        var expected: ServiceRequest

        var testDescription: String { "\(annotations) \(loadBalancerIP ?? "")" }
    }

    static let ten = IPAddress.v4(IPv4Address(rawValue: 0xC000_020A))

    static let readable: [Case] = [
        Case(annotations: [:], expected: ServiceRequest()),
        Case(annotations: [:], loadBalancerIP: "", expected: ServiceRequest()),
        Case(annotations: [:], loadBalancerIP: "192.0.2.10", expected: ServiceRequest(addresses: [ten])),
        Case(annotations: ["fairway.dev/addresses": "192.0.2.10"], expected: ServiceRequest(addresses: [ten])),
        Case(annotations: ["metallb.io/loadBalancerIPs": "192.0.2.10"], expected: ServiceRequest(addresses: [ten])),
        Case(
            annotations: ["metallb.universe.tf/loadBalancerIPs": "192.0.2.10"],
            expected: ServiceRequest(addresses: [ten])),
        Case(annotations: ["lbipam.cilium.io/ips": "192.0.2.10"], expected: ServiceRequest(addresses: [ten])),
        Case(
            annotations: ["kube-vip.io/loadbalancerIPs": "192.0.2.10"], expected: ServiceRequest(addresses: [ten])),
        Case(
            annotations: ["fairway.dev/addresses": "::1, 192.0.2.10", "lbipam.cilium.io/ips": "192.0.2.10,::1"],
            expected: ServiceRequest(addresses: [ten, .v6(IPv6Address(high: 0, low: 1))])),
        Case(annotations: ["fairway.dev/address-pool": "a"], expected: ServiceRequest(pool: "a")),
        Case(annotations: ["metallb.io/address-pool": "a"], expected: ServiceRequest(pool: "a")),
        Case(annotations: ["metallb.universe.tf/address-pool": "a"], expected: ServiceRequest(pool: "a")),
        Case(annotations: ["fairway.dev/share-address": "k"], expected: ServiceRequest(sharingKey: "k")),
        Case(annotations: ["metallb.io/allow-shared-ip": "k"], expected: ServiceRequest(sharingKey: "k")),
        Case(annotations: ["metallb.universe.tf/allow-shared-ip": "k"], expected: ServiceRequest(sharingKey: "k")),
        Case(annotations: ["lbipam.cilium.io/sharing-key": "k"], expected: ServiceRequest(sharingKey: "k")),
        Case(annotations: ["fairway.dev/engine": "proxy"], expected: ServiceRequest()),
        Case(annotations: ["fairway.dev/engine": "auto"], expected: ServiceRequest()),
        Case(annotations: ["fairway.dev/source-ip": "auto"], expected: ServiceRequest()),
        Case(annotations: ["fairway.dev/proxy-protocol": "v1"], expected: ServiceRequest(proxyProtocol: .v1)),
        Case(annotations: ["fairway.dev/proxy-protocol": "v2"], expected: ServiceRequest(proxyProtocol: .v2)),
        Case(
            annotations: ["fairway.dev/health-check": "tcp"], expected: ServiceRequest(healthCheck: .tcp(port: nil))),
        Case(
            annotations: ["fairway.dev/health-check": "tcp:8080"],
            expected: ServiceRequest(healthCheck: .tcp(port: 8_080))),
        Case(
            annotations: ["fairway.dev/health-check": "udp-reply"], expected: ServiceRequest(healthCheck: .udpReply)),
        Case(
            annotations: ["fairway.dev/max-connections": "1"], expected: ServiceRequest(limits: FlowLimits(flows: 1))),
        Case(
            annotations: ["fairway.dev/max-connections": "4294967295"],
            expected: ServiceRequest(limits: FlowLimits(flows: .max))),
        Case(
            annotations: ["fairway.dev/max-connections": "007", "fairway.dev/new-connections-per-second": "50"],
            expected: ServiceRequest(limits: FlowLimits(flows: 7, newPerSecond: 50))),
    ]

    @Test("annotations and their aliases are read", arguments: readable)
    func reads(_ example: Case) throws {
        let request = try ServiceRequest(
            annotations: example.annotations, loadBalancerIP: example.loadBalancerIP)
        #expect(request == example.expected)
    }

    @Test(
        "timeouts are seconds, or have a unit",
        arguments: [
            ("90", 90), ("90s", 90), ("2m", 120), ("2h", 7_200), ("1", 1), ("720h", 2_592_000), ("010s", 10),
        ] as [(String, UInt32)])
    func timeouts(_ text: String, _ seconds: UInt32) throws {
        let udp = try ServiceRequest(annotations: ["fairway.dev/udp-idle-timeout": text], loadBalancerIP: nil).timeouts
        #expect(udp == IdleTimeouts(udpUnreplied: min(30, seconds), udpReplied: seconds))
        let tcp = try ServiceRequest(annotations: ["fairway.dev/tcp-idle-timeout": text], loadBalancerIP: nil).timeouts
        #expect(tcp == IdleTimeouts(tcpEstablished: seconds, tcpHalfClosed: min(120, seconds)))
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        var annotations: [String: String]
        var loadBalancerIP: String?
        var reason = "InvalidAnnotation"
        var message: String

        var testDescription: String { "\(annotations) \(loadBalancerIP ?? "")" }
    }

    static let badTimeouts = ["", "0", "s", "-1", "+1", "1.5h", "90 s", "1d", "721h", "99999999999999999999", "90S"]

    static let refused: [Refused] =
        [
            Refused(
                annotations: ["fairway.dev/address-pool": ""],
                message: "Annotation fairway.dev/address-pool: “” is empty: expected the name of an AddressPool, "
                    + "or no such annotation."),
            Refused(
                annotations: ["metallb.io/allow-shared-ip": ""],
                message: "Annotation metallb.io/allow-shared-ip: “” is empty: expected a key that the Services that "
                    + "share have in common, or no such annotation."),
            Refused(
                annotations: ["fairway.dev/address-pool": "a", "metallb.io/address-pool": "b"],
                reason: "ContradictingAnnotations",
                message: "Annotation fairway.dev/address-pool and annotation metallb.io/address-pool disagree: "
                    + "keep one of them, or write the same in both."),
            Refused(
                annotations: ["fairway.dev/addresses": "192.0.2.1"], loadBalancerIP: "192.0.2.2",
                reason: "ContradictingAnnotations",
                message: "Annotation fairway.dev/addresses and spec.loadBalancerIP disagree: "
                    + "keep one of them, or write the same in both."),
            Refused(
                annotations: ["fairway.dev/share-address": "a", "lbipam.cilium.io/sharing-key": "b"],
                reason: "ContradictingAnnotations",
                message: "Annotation fairway.dev/share-address and annotation lbipam.cilium.io/sharing-key disagree: "
                    + "keep one of them, or write the same in both."),
            Refused(
                annotations: ["fairway.dev/addresses": "example"],
                message: "Annotation fairway.dev/addresses: “example” is not an IP address: expected one such as "
                    + "192.0.2.1 or 2001:db8::1."),
            Refused(
                annotations: ["fairway.dev/addresses": ""],
                message: "Annotation fairway.dev/addresses: “” is not an IP address: expected one such as 192.0.2.1 "
                    + "or 2001:db8::1."),
            Refused(
                annotations: ["fairway.dev/addresses": "192.0.2.1, 192.0.2.2"],
                message: "Annotation fairway.dev/addresses: “192.0.2.1, 192.0.2.2” has two addresses of one family: "
                    + "expected at most one IPv4 and one IPv6."),
            Refused(
                annotations: ["fairway.dev/engine": "kernel"], reason: "EngineNotAvailable",
                message: "Annotation fairway.dev/engine asks for the kernel engine, which no node has: write proxy "
                    + "or auto."),
            Refused(
                annotations: ["fairway.dev/engine": "quantum"],
                message: "Annotation fairway.dev/engine: “quantum” is not an engine: expected auto, proxy or kernel."),
        ]
        + badTimeouts.map { text in
            Refused(
                annotations: ["fairway.dev/udp-idle-timeout": text],
                message: "Annotation fairway.dev/udp-idle-timeout: “\(text)” is not an idle timeout: expected "
                    + "seconds, or one such as 90s, 2m or 2h, from 1s to 720h.")
        }

    @Test("what cannot be read is refused with a sentence", arguments: refused)
    func refuses(_ example: Refused) {
        #expect(throws: ServiceReadingError(reason: example.reason, message: example.message)) {
            try ServiceRequest(annotations: example.annotations, loadBalancerIP: example.loadBalancerIP)
        }
    }

    static let later = [
        ("fairway.dev/source-ip", "preserve"), ("fairway.dev/source-ip", "masquerade"),
    ]

    @Test("a feature that there is not yet is refused by name, not ignored", arguments: later)
    func refusesLaterFeatures(_ annotation: String, _ value: String) {
        let error = #expect(throws: ServiceReadingError.self) {
            try ServiceRequest(annotations: [annotation: value], loadBalancerIP: nil)
        }
        #expect(error?.reason == "FeatureNotAvailable")
        #expect(error?.message.hasPrefix("Annotation \(annotation) asks for ") == true)
    }

    static let malformed = [
        ("fairway.dev/proxy-protocol", ["", "v3", "V1", "v1,v2"], "v1 or v2"),
        ("fairway.dev/source-ip", ["", "Auto", "keep"], "auto, preserve or masquerade"),
        (
            "fairway.dev/max-connections", ["", "0", "-1", "+1", "1.5", "many", "4294967296"],
            "a number from 1 to 4294967295"
        ),
        (
            "fairway.dev/new-connections-per-second", ["", "0", "-1", "10/s", "4294967296"],
            "a number from 1 to 4294967295"
        ),
        (
            "fairway.dev/health-check", ["", "http", "tcp:", "tcp:0", "tcp:65536", "tcp:x", "udp", "udp-reply:53"],
            "tcp, tcp:PORT or udp-reply"
        ),
    ]

    @Test("what is malformed is refused as such, also for a feature that there is not yet", arguments: malformed)
    func refusesMalformed(_ annotation: String, _ values: [String], _ expected: String) {
        for value in values {
            let message = "Annotation \(annotation): “\(value)” cannot be read: expected \(expected)."
            #expect(throws: ServiceReadingError(reason: "InvalidAnnotation", message: message)) {
                try ServiceRequest(annotations: [annotation: value], loadBalancerIP: nil)
            }
        }
    }

    @Test("a malformed loadBalancerIP is refused by its own name")
    func loadBalancerIP() {
        let error = #expect(throws: ServiceReadingError.self) {
            try ServiceRequest(annotations: [:], loadBalancerIP: "300.1.1.1")
        }
        #expect(error?.message.hasPrefix("spec.loadBalancerIP: “300.1.1.1” is not an") == true)
    }

    @Test("a value of any length and content makes a short message")
    func hostileValue() {
        let error = #expect(throws: ServiceReadingError.self) {
            try ServiceRequest(
                annotations: ["fairway.dev/engine": String(repeating: "\u{1B}x", count: 100_000)],
                loadBalancerIP: nil)
        }
        #expect((error?.message.count ?? .max) < 300)
        #expect(error?.message.contains("\u{1B}") == false)
    }
}
