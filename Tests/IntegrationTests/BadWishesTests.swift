import Testing

/// Wishes of a Service that cannot be read or met, each with the sentence that people are told, as kubectl shows it.
struct BadWishesTests {
    private struct Wish {
        var annotations: [String: String]
        var port: String
        var spec: String
        var reason: String
        var sentence: String

        init(
            _ annotations: [String: String], port: String = "a:7001/TCP", spec: String = "",
            reason: String = "InvalidAnnotation", _ sentence: String
        ) {
            self.annotations = annotations
            self.port = port
            self.spec = spec
            self.reason = reason
            self.sentence = sentence
        }
    }

    private static let address = "192.0.2.1"

    private static let wishes: [Wish] = [
        Wish(
            ["fairway.dev/address-pool": "none"], reason: "PoolNotFound",
            "default/NAME cannot have an address of the pool “none”: there is no such pool; create it, or ask for "
                + "another one."),
        Wish(
            ["metallb.universe.tf/address-pool": "closed"], reason: "PoolForbidden",
            "default/NAME cannot have an address of the pool “closed”: the pool is for other namespaces; ask for another "
                + "pool, or add the namespace “default” to the pool's serviceAllocation.namespaces."),
        Wish(
            ["fairway.dev/addresses": "2001:db8::1"], reason: "AddressFamilyMismatch",
            "default/NAME cannot have 2001:db8::1: it is an IPv6 address and the Service is for IPv4; ask for an address "
                + "of that family, or change spec.ipFamilies."),
        Wish(
            ["fairway.dev/addresses": address, "metallb.io/loadBalancerIPs": "192.0.2.2"],
            reason: "ContradictingAnnotations",
            "Annotation fairway.dev/addresses and annotation metallb.io/loadBalancerIPs disagree: keep one of them, or "
                + "write the same in both."),
        Wish(
            ["kube-vip.io/loadbalancerIPs": address], spec: "loadBalancerIP: 192.0.2.2",
            reason: "ContradictingAnnotations",
            "Annotation kube-vip.io/loadbalancerIPs and spec.loadBalancerIP disagree: keep one of them, or write the "
                + "same in both."),
        Wish(
            ["lbipam.cilium.io/ips": "192.0.2"],
            "Annotation lbipam.cilium.io/ips: “192.0.2” is not an IPv4 address: expected four numbers from 0 to 255 "
                + "without leading zeros, as in 192.0.2.1."),
        Wish(
            ["fairway.dev/address-pool": ""],
            "Annotation fairway.dev/address-pool: “” is empty: expected the name of an AddressPool, or no such "
                + "annotation."),
        Wish(
            ["fairway.dev/share-address": ""],
            "Annotation fairway.dev/share-address: “” is empty: expected a key that the Services that share have in "
                + "common, or no such annotation."),
        Wish(
            ["fairway.dev/engine": "warp"],
            "Annotation fairway.dev/engine: “warp” is not an engine: expected auto, proxy or kernel."),
        Wish(
            ["fairway.dev/udp-idle-timeout": "soon"],
            "Annotation fairway.dev/udp-idle-timeout: “soon” is not an idle timeout: expected seconds, or one such as "
                + "90s, 2m or 2h, from 1s to 720h."),
        Wish(
            ["fairway.dev/tcp-idle-timeout": "0"],
            "Annotation fairway.dev/tcp-idle-timeout: “0” is not an idle timeout: expected seconds, or one such as 90s, "
                + "2m or 2h, from 1s to 720h."),
        Wish(
            ["fairway.dev/proxy-protocol": "v3"],
            "Annotation fairway.dev/proxy-protocol: “v3” cannot be read: expected v1 or v2."),
        Wish(
            ["fairway.dev/proxy-protocol": "v1"], port: "a:7001/UDP",
            "Annotation fairway.dev/proxy-protocol: v1 is for TCP only, and the Service has the port 7001/UDP: write v2, "
                + "or put TCP and UDP into two Services that share an address (fairway.dev/share-address)."),
        Wish(
            ["fairway.dev/source-ip": "keep"],
            "Annotation fairway.dev/source-ip: “keep” cannot be read: expected auto, preserve or masquerade."),
        Wish(
            ["fairway.dev/max-connections": "many"],
            "Annotation fairway.dev/max-connections: “many” cannot be read: expected a number from 1 to 4294967295."),
        Wish(
            ["fairway.dev/new-connections-per-second": "-1"],
            "Annotation fairway.dev/new-connections-per-second: “-1” cannot be read: expected a number from 1 to "
                + "4294967295."),
        Wish(
            ["fairway.dev/health-check": "http"],
            "Annotation fairway.dev/health-check: “http” cannot be read: expected tcp, tcp:PORT or udp-reply."),
        Wish(
            ["fairway.dev/health-check": "tcp"], port: "a:7001/UDP",
            "Annotation fairway.dev/health-check: tcp connects to the TCP ports of the endpoints, and the Service has "
                + "none: write tcp:PORT with a port that they have open, or udp-reply."),
        Wish(
            ["fairway.dev/health-check": "udp-reply"],
            "Annotation fairway.dev/health-check: udp-reply watches the answers at UDP ports, and the Service has none: "
                + "write tcp."),
        Wish(
            ["service.beta.kubernetes.io/load-balancer-source-ranges": "10.0.0.0/8"],
            spec: "loadBalancerSourceRanges: [192.0.2.0/24]", reason: "ContradictingAnnotations",
            "spec.loadBalancerSourceRanges and annotation service.beta.kubernetes.io/load-balancer-source-ranges "
                + "disagree: keep one of them, or write the same in both."),
    ]

    @Test("each wish that cannot be read or met is refused with its sentence, in a condition and an Event")
    func refused() async throws {
        try await withUp(pool: "192.0.2.0-192.0.2.3", folder: TemporaryFolder()) { up in
            try await up.kubectl(
                "create", "-f", "-",
                input: Up.poolManifest(
                    "closed", "addresses: [198.51.100.0/30], serviceAllocation: {namespaces: [elsewhere]}"))
            for (index, wish) in Self.wishes.enumerated() {
                try await up.service("wish-\(index)", wish.annotations, port: wish.port, spec: wish.spec)
            }
            for (index, wish) in Self.wishes.enumerated() {
                let name = "wish-\(index)"
                let refusal = try await up.refusal(of: name)
                let sentence = wish.sentence.replacing("NAME", with: name)
                #expect(refusal == (wish.reason, sentence), "\(wish)")
                let told = try await up.warning("SyncLoadBalancerFailed", of: name)
                #expect(told == "Error syncing load balancer: \(sentence)")
                #expect(try await up.addresses(of: name) == [])
            }
        }
    }

    @Test("a Service that already serves keeps what it has until the new wish can be met")
    func keeps() async throws {
        try await withUp(folder: TemporaryFolder()) { up in
            try await up.service("echo")
            let address = try await up.address(of: "echo")
            try await up.kubectl("annotate", "service", "echo", "fairway.dev/addresses=198.51.100.1")
            let refusal = try await up.refusal(of: "echo", reason: "AddressOutsidePools")
            #expect(refusal.message.contains("198.51.100.1"))
            #expect(try await up.address(of: "echo") == address)
            let wanted = up.addresses.address(90)
            try await up.kubectl("annotate", "--overwrite", "service", "echo", "fairway.dev/addresses=\(wanted)")
            try await up.assigned("echo", [wanted])
        }
    }
}
