import FairwayJSON
import Foundation
import Testing

@Suite("Names of Services, as kubectl shows them")
struct NamesOfServicesTests {
    @Test("a Service that is served has names and records, and none once it is deleted")
    func life() async throws {
        try await withUp(folder: TemporaryFolder(), dns: "off") { up in
            try await up.declare("fairway.test")
            let first = try await up.zone("fairway.test").serial
            try await up.apply(
                Manifest.service(
                    "kdc", ports: ["kerberos-udp:88/UDP", "kerberos-tcp:88/TCP"],
                    annotations: ["fairway.dev/hostname": "kdc.fairway.test", "fairway.dev/srv-domain": "fairway.test"])
            )
            let published = try await up.condition("DNSPublished", of: "kdc", is: "True")
            #expect(published.reason == "Published")
            #expect(published.message == "The Service has the names kdc.fairway.test and kdc.default.fairway.test.")
            let address = try await up.address(of: "kdc")
            #expect(
                try await up.records("-n", "default") == [
                    "NAME TTL TYPE DATA SERVICE",
                    "_kerberos._tcp.fairway.test. 60 SRV 0 100 88 kdc.fairway.test. default/kdc",
                    "_kerberos._udp.fairway.test. 60 SRV 0 100 88 kdc.fairway.test. default/kdc",
                    "kdc.default.fairway.test. 60 A \(address) default/kdc",
                    "kdc.fairway.test. 60 A \(address) default/kdc",
                ])
            try await told(up, "kdc", "Normal", "RecordsPublished", published.message)
            let served = try await up.zone("fairway.test").serial
            #expect(served > first)
            let row = try await up.kubectl("get", "zones", "fairway.test", "--no-headers").split(separator: " ")
            #expect(row.prefix(5) == ["fairway.test", "fairway.test", "7", "\(served)", "True"], "\(row)")

            try await up.kubectl("delete", "service", "kdc")
            #expect(try await up.records("-n", "default") == ["NAME TTL TYPE DATA SERVICE"])
            _ = try await eventually("the serial has grown") {
                try await up.zone("fairway.test").serial > served ? true : nil
            }
        }
    }

    /// Both `kubectl describe` and `kubectl events` show an Event.
    private func told(_ up: Up, _ service: String, _ type: String, _ reason: String, _ message: String) async throws {
        for command in [["describe", "service", service], ["events", "--for", "service/\(service)"]] {
            _ = try await eventually("\(command) shows \(reason)") {
                let text = try await output(of: ["kubectl"] + command, environment: up.environment)
                return text.split(separator: "\n").contains { line in
                    [type, reason, message].allSatisfy { line.contains($0) }
                } ? true : nil
            }
        }
    }

    private struct Wish {
        var annotations: [String: String]
        var reason: String
        var sentence: String
    }

    private static let long = String(repeating: "x", count: 63)

    private static let wishes: [String: Wish] = [
        "outside": Wish(
            annotations: ["fairway.dev/hostname": "www.example.com"], reason: "NameOutsideZones",
            sentence:
                "default/outside cannot have the name www.example.com.: it is in no zone; ask for a name in a zone, or "
                + "add a DNSZone for it."),
        "second": Wish(
            annotations: ["fairway.dev/hostname": "first.fairway.test"], reason: "NameTaken",
            sentence:
                "default/second cannot have the name first.fairway.test.: the Service default/first has it; ask for "
                + "another name."),
        "label": Wish(
            annotations: ["fairway.dev/hostname": "\(long)x.fairway.test"], reason: "InvalidAnnotation",
            sentence:
                "Annotation fairway.dev/hostname: “\(long)x” is not a label of a domain name: it has 64 bytes, and at "
                + "most 63 are allowed."),
        "srv": Wish(
            annotations: ["fairway.dev/srv": "a=\(long)"], reason: "NameTooLong",
            sentence:
                "default/srv cannot have one of its records: “_\(long)” is not a label of a domain name: it has 64 "
                + "bytes, and at most 63 are allowed; choose shorter names."),
        "ttl": Wish(
            annotations: ["fairway.dev/ttl": "soon"], reason: "InvalidAnnotation",
            sentence:
                "Annotation fairway.dev/ttl: “soon” is not a TTL: expected seconds, or one such as 90s, 10m or 2h, "
                + "from 1 to 2147483647 seconds."),
        "soa": Wish(
            annotations: ["fairway.dev/records": "NS soa.fairway.test ns.example.com"], reason: "RecordForbidden",
            sentence:
                "default/soa cannot have the NS record of soa.fairway.test.: records of this type are the zone's own; "
                + "take it out of fairway.dev/records."),
        "server": Wish(
            annotations: ["fairway.dev/hostname": "ns.fairway.test"], reason: "NameTaken",
            sentence:
                "default/server cannot have the name ns.fairway.test.: it is a name server of the zone fairway.test.; "
                + "ask for another name."),
    ]

    @Test("what a Service cannot have is one sentence, and all the rest is served")
    func refused() async throws {
        try await withUp(folder: TemporaryFolder(), dns: "off") { up in
            try await up.declare("fairway.test")
            try await up.apply(
                Manifest.service(
                    "first", ports: ["a:7001/TCP"], annotations: ["fairway.dev/hostname": "first.fairway.test"]))
            _ = try await up.condition("DNSPublished", of: "first", is: "True")
            // The older Service has the name; times have whole seconds.
            try await up.apply(
                Self.wishes.map { Manifest.service($0.key, ports: ["a:7001/TCP"], annotations: $0.value.annotations) }
                    .joined())
            for (name, wish) in Self.wishes {
                let told = try await up.condition("DNSPublished", of: name, is: "False", reason: wish.reason)
                #expect(told.message == wish.sentence)
                let warning = try await up.warning("RecordsNotPublished", of: name)
                #expect(warning == wish.sentence)
                _ = try await up.address(of: name)
            }
            let records = try await up.records("fairway.test", "-o", "wide")
            for name in Self.wishes.keys {
                #expect(records.contains { $0.hasPrefix("\(name).default.fairway.test. 60 A ") }, "\(name): \(records)")
            }
            let json = try JSONValue(
                parsing: try await up.records("-o", "json").joined(separator: "\n"))
            #expect(json["problems"]?.array?.count == Self.wishes.count)
        }
    }

    @Test("a Service of another load balancer gets its alias, and nothing else of it is touched")
    func foreign() async throws {
        try await withUp(folder: TemporaryFolder(), dns: "off") { up in
            try await up.declare("fairway.test")
            let status = """
                {"status": {"loadBalancer": {"ingress": [{"hostname": "lb.example.net", "ports":
                  [{"port": 7001, "protocol": "TCP"}]}]}, "conditions": [{"type": "example.com/Theirs", "status": "True",
                  "reason": "Theirs", "message": "", "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}
                """
            for (name, hostname) in [("web", "www.fairway.test"), ("apex", "fairway.test")] {
                try await up.apply(
                    Manifest.service(
                        name, ports: ["a:7001/TCP"], annotations: ["fairway.dev/hostname": hostname],
                        spec: "loadBalancerClass: example.com/theirs"))
                try await up.kubectl("patch", "service", name, "--subresource=status", "--type=merge", "-p", status)
            }
            _ = try await up.condition("DNSPublished", of: "web", is: "True")
            #expect(
                try await up.records("-n", "default").contains("www.fairway.test. 60 CNAME lb.example.net. default/web")
            )
            let web = try JSONValue(parsing: try await up.kubectl("get", "service", "web", "-o", "json"))
            #expect(
                web["status"]?["loadBalancer"] == [
                    "ingress": [["hostname": "lb.example.net", "ports": [["port": 7001, "protocol": "TCP"]]]]
                ])
            #expect(
                web["status"]?["conditions"]?.array?.map { $0["type"]?.string }
                    == ["example.com/Theirs", "fairway.dev/DNSPublished"])
            #expect(web["status"]?["conditions"]?.array?.first?["message"] == "")
            #expect(web["metadata"]?["finalizers"] == nil)
            let apex = try await up.condition("DNSPublished", of: "apex", is: "False", reason: "AliasAtApex")
            #expect(apex.message.hasPrefix("default/apex cannot have the name fairway.test.: it would be an alias"))

            try await up.kubectl("annotate", "service", "web", "fairway.dev/hostname-")
            _ = try await eventually("the condition is gone") {
                let types = try await up.kubectl(
                    "get", "service", "web", "-o", "jsonpath={.status.conditions[*].type}")
                return types == "example.com/Theirs" ? true : nil
            }
        }
    }

    @Test("a serial is the same after a restart, and grows with what the zone says")
    func serials() async throws {
        let folder = try TemporaryFolder()
        let block = AddressBlock()
        let (before, _) = try await withUp(addresses: block, folder: folder) { up in
            try await up.declare("fairway.test")
            try await up.apply(Manifest.service("echo", ports: ["a:7001/TCP"]))
            _ = try await up.condition("DNSPublished", of: "echo", is: "True")
            try await up.declare("last.test")
            try await up.zone("last.test")
            return try await up.zone("fairway.test").serial
        }
        try await withUp(addresses: block, folder: folder) { up in
            _ = try await up.address(of: "echo")
            // Once this zone has a serial, the other one has been looked at too.
            try await up.declare("marker.test")
            try await up.zone("marker.test")
            #expect(try await up.zone("fairway.test").serial == before)
            try await up.kubectl("annotate", "service", "echo", "fairway.dev/ttl=5")
            let after = try await eventually("the serial has grown") {
                let serial = try await up.zone("fairway.test").serial
                return serial == before ? nil : serial
            }
            #expect(after > before)
        }
    }

    @Test("a zone whose key is not there is served and given to nobody, until the key is there")
    func keys() async throws {
        try await withUp(folder: TemporaryFolder(), dns: "off") { up in
            try await up.declare(
                "fairway.test", spec: "transfer: {to: [192.0.2.53], keySecretRef: {namespace: default, name: key}}")
            let told = try await up.zone("fairway.test", is: "TransferRefused")
            #expect(told.message.contains("there is no Secret default/key; create it"))
            try await up.kubectl(
                "create", "secret", "generic", "key", "--from-literal=name=a.key", "--from-literal=secret=no-base64")
            _ = try await eventually("the key is read") {
                try await up.zone("fairway.test", is: "TransferRefused").message
                    .contains("“secret” of the Secret default/key is not base 64") ? true : nil
            }
            try await up.kubectl(
                "patch", "secret", "key", "-p", "{\"stringData\": {\"secret\": \"c2VjcmV0IG9mIGEgdGVzdA==\"}}")
            try await up.zone("fairway.test")
        }
    }

    @Test("no records are shown of a zone that is not there, and the sentence says which there are")
    func unknownZone() async throws {
        try await withUp(folder: TemporaryFolder(), dns: "off") { up in
            try await up.declare("fairway.test")
            try await up.zone("fairway.test")
            let outcome = try await run(
                [Fairway.path, "get", "records", "other.test", "--state-dir", up.stateDirectory],
                environment: ["KUBECONFIG": ""])
            #expect(outcome.code == 1)
            #expect(
                outcome.errors == "fairway: Cannot show the records of other.test.: there is no such zone; name one of "
                    + "fairway.test.\n", "\(outcome)")
            let zones = try await output(
                of: [Fairway.path, "get", "zones", "--state-dir", up.stateDirectory], environment: ["KUBECONFIG": ""])
            #expect(zones.contains("NAME") && zones.contains("fairway.test"), "\(zones)")
        }
    }
}
