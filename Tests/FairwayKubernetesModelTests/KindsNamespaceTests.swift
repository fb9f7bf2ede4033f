import FairwayJSON
import FairwayKubernetesModel
import Testing

@Suite("Namespaces and names")
struct KindsNamespaceTests {
    private let rules = KindDescriptor.namespaces.rules

    @Test("a namespace is active, and can be selected by its name")
    func created() {
        var namespace: JSONValue = ["metadata": ["name": "edge"]]
        rules.prepare(&namespace, old: nil, subresource: nil)
        #expect(namespace["status"]?["phase"] == "Active")
        #expect(namespace["metadata"]?["labels"] == ["kubernetes.io/metadata.name": "edge"])
        #expect(rules.validate(namespace, old: nil, subresource: nil) == [])
    }

    @Test("a namespace that is being deleted is terminating")
    func deleted() {
        var namespace: JSONValue = ["metadata": ["name": "edge", "deletionTimestamp": "2026-01-01T00:00:00Z"]]
        rules.prepare(&namespace, old: ["status": ["phase": "Active"]], subresource: nil)
        #expect(namespace["status"]?["phase"] == "Terminating")
    }

    static let names: [(NameRule, String, Bool)] = [
        (.label1035, "echo-1", true), (.label1035, "1-echo", false), (.label1035, "a.b", false),
        (.label, "1-echo", true), (.label, "a.b", false), (.label, "-a", false), (.label, "A", false),
        (.label, String(repeating: "a", count: 63), true), (.label, String(repeating: "a", count: 64), false),
        (.subdomain, "a.b-c.1", true), (.subdomain, "a..b", false), (.subdomain, "", false), (.subdomain, "a_b", false),
    ]

    @Test("names are taken or refused by the kind's rule", arguments: names)
    func name(rule: NameRule, name: String, isGood: Bool) {
        #expect(rule.problems(name).isEmpty == isGood)
    }

    @Test("a prefix may end with a dash")
    func prefix() {
        #expect(NameRule.label1035.problems("echo-", isPrefix: true) == [])
        #expect(NameRule.label1035.problems("echo-") != [])
    }

    @Test("a label that is a good subdomain is told what keeps it from being a label")
    func dots() {
        #expect(NameRule.label.problems("a.b") == ["must not contain dots"])
        #expect(NameRule.label.problems("a..b").first?.hasPrefix("a lowercase RFC 1123 label must consist") == true)
    }

    @Test("a refused name is told the rule in the real server's words")
    func words() {
        #expect(
            NameRule.label1035.problems("1") == [
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "
                    + "character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used "
                    + "for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
            ])
    }
}
