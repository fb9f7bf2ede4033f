import FairwayCore
import FairwayDNS
import FairwayJSON
import FairwayKubernetes
import FairwayNet
import FairwayRecords
import FairwayResources
import Foundation
import Testing

@Suite("DNSZoneObject")
struct DNSZoneObjectTests {
    private func zone(_ spec: String) throws -> ServedZone {
        let text =
            #"{"metadata": {"name": "z", "uid": "1", "creationTimestamp": "1970-01-01T00:00:07Z"}, "spec": \#(spec)}"#
        return try JSONDecoder().decode(DNSZoneObject.self, from: Data(text.utf8)).zone()
    }

    @Test("a zone is read with its defaults")
    func defaults() throws {
        let apex = try DomainName(parsing: "example.test")
        #expect(
            try zone(#"{"zone": "Example.test."}"#)
                == ServedZone(
                    name: "z", apex: apex, creation: CreationOrder(createdAt: 7, uid: "1"),
                    nameServers: [.init(name: try apex.prepending("ns"))], contact: try apex.prepending("hostmaster")))
    }

    @Test("what it says is read")
    func full() throws {
        let read = try zone(
            """
            {"zone": "example.test", "ttl": 5, "hostnames": ["*.a.example.test"],
             "namespaces": {"names": ["a"], "selector": {"matchLabels": {"b": "c"}}},
             "primary": {"contact": "first.last@example.com",
                         "nameServers": [{"name": "ns1.example.test", "addresses": ["192.0.2.53", "2001:db8::53"]},
                                         {"name": "ns.other.test"}]}}
            """)
        #expect(read.ttl == 5)
        #expect(read.hostnames == [try HostnamePattern(parsing: "*.a.example.test")])
        #expect(
            read.namespaces
                == .some(names: ["a"], selector: LabelSelector([.isIn(key: "b", values: ["c"])])))
        #expect(read.contact.description == #"first\.last.example.com."#)
        #expect(read.nameServers.map(\.name.description) == ["ns1.example.test.", "ns.other.test."])
        #expect(read.nameServers[0].addresses.map(\.description) == ["192.0.2.53", "2001:db8::53"])
    }

    @Test(
        "what cannot be read is one sentence, and the zone is not served",
        arguments: [
            (
                #"{"zone": "a..b"}"#,
                "“a..b” is not a domain name: it has an empty label; write one dot between two labels"
            ),
            (#"{"zone": "a", "ttl": 0}"#, "spec.ttl is 0, and expected are 1 to 2147483647 seconds"),
            (
                #"{"zone": "a", "namespaces": {"selector": {"matchExpressions": [{"key": "k", "operator": "Is"}]}}}"#,
                "spec.namespaces.selector cannot be used, as the operator “Is” is not known: expected In, NotIn, Exists or "
                    + "DoesNotExist"
            ),
            (
                #"{"zone": "a", "primary": {"nameServers": [{"name": "b", "addresses": ["c"]}]}}"#,
                "“c” is not an IP address: expected one such as 192.0.2.1 or 2001:db8::1"
            ),
            (
                #"{"zone": "a", "hostnames": ["*.b c"]}"#,
                "“b c” is not a domain name: it has a blank, a control character or one of \"();, before which a backslash "
                    + "is needed"
            ),
        ])
    func refused(spec: String, problem: String) throws {
        let error = try #require(throws: DNSZoneError.self) { try zone(spec) }
        #expect(error.message == "The DNSZone “z” is not served: \(problem).")
    }
}
