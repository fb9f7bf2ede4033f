import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("CustomResourceDefinitions")
struct CustomResourceDefinitionTests {
    private static let kind = KindDescriptor.customResourceDefinitions

    private static func definition(_ spec: JSONValue = [:], name: String = "widgets.example.com") -> JSONValue {
        var body: JSONValue = [
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": ["name": .string(name)],
            "spec": [
                "group": "example.com", "scope": "Namespaced", "names": ["plural": "widgets", "kind": "Widget"],
                "versions": [version("v1", storage: true)],
            ],
        ]
        body.merge(["spec": spec])
        return body
    }

    private static func version(_ name: String, storage: Bool, _ members: JSONValue = [:]) -> JSONValue {
        var version: JSONValue = [
            "name": .string(name), "served": true, "storage": .bool(storage),
            "schema": ["openAPIV3Schema": ["type": "object"]],
        ]
        version.merge(members)
        return version
    }

    @Test("names that are left out follow from the kind, and the stored version is remembered")
    func defaults() throws {
        var current = try Self.kind.created(Self.definition())
        #expect(current["spec"]?["names"]?["singular"] == "widget")
        #expect(current["spec"]?["names"]?["listKind"] == "WidgetList")
        #expect(current["spec"]?["conversion"] == ["strategy": "None"])
        #expect(current["status"]?["storedVersions"] == ["v1"])
        #expect(current["metadata"]?["generation"] == 1)
        let versions: JSONValue = ["versions": [Self.version("v2", storage: true), Self.version("v1", storage: false)]]
        current = try Self.kind.patched(current, .merge(["spec": versions])).object
        #expect(current["status"]?["storedVersions"] == ["v1", "v2"])
        let gone: JSONValue = ["spec": ["versions": [Self.version("v2", storage: true)]]]
        let message = refusal { _ = try Self.kind.patched(current, .merge(gone)) }?.message
        #expect(
            message?.hasSuffix("status.storedVersions[0]: Invalid value: \"v1\": must appear in spec.versions") == true)
    }

    static let refused: [(spec: JSONValue, words: String)] = [
        (["group": "example.org"], "metadata.name: Invalid value: \"widgets.example.com\": must be spec.names.plural"),
        (
            ["scope": "Global"],
            "spec.scope: Unsupported value: \"Global\": supported values: \"Cluster\", \"Namespaced\""
        ),
        (
            ["names": ["kind": "wid.get"]],
            "spec.names.kind: Invalid value: \"wid.get\": may have mixed case, but should"
        ),
        (["names": ["listKind": "Widget"]], "kind and listKind may not be the same"),
        (["names": ["shortNames": ["W"]]], "spec.names.shortNames[0]: Invalid value: \"W\": a DNS-1035 label"),
        (["versions": [version("1", storage: true)]], "spec.versions[0].name: Invalid value: \"1\": a DNS-1035 label"),
        (["versions": []], "must have exactly one version marked as storage version"),
        (
            ["versions": [version("v1", storage: true), version("v1", storage: false)]],
            "must contain unique version names"
        ),
        (
            ["versions": [version("v1", storage: true, ["schema": nil])]],
            "spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required"
        ),
        (
            [
                "versions": [
                    version("v1", storage: true, ["additionalPrinterColumns": [["name": "A", "type": "text"]]])
                ]
            ],
            "spec.versions[0].additionalPrinterColumns[0].type: Invalid value: \"text\": must be one of "
                + "boolean,date,integer,number,string"
        ),
        (["preserveUnknownFields": true], "spec.preserveUnknownFields: Invalid value: true: cannot set to true"),
        (["conversion": ["strategy": "Webhook"]], "this API calls no webhooks: the strategy has to be None"),
    ]

    @Test("what a definition may not say", arguments: refused)
    func mistake(spec: JSONValue, words: String) {
        let message = refusal { _ = try Self.kind.created(Self.definition(spec)) }?.message ?? ""
        #expect(message.contains(words), "\(message)")
    }

    @Test("unknown words in a schema are found at any depth")
    func unknownWords() {
        let schema: JSONValue = ["type": "array", "items": ["type": "string", "maxLenght": 3]]
        let properties: JSONValue = ["schema": ["openAPIV3Schema": ["properties": ["a": schema]]]]
        let body = Self.definition(["versions": [Self.version("v1", storage: true, properties)]])
        let message = refusal { _ = try Self.kind.created(body) }?.message ?? ""
        let path = "spec.versions[0].schema.openAPIV3Schema.properties.a.items.maxLenght"
        #expect(message.hasSuffix("strict decoding error: unknown field \"\(path)\""), "\(message)")
    }

    @Test("Kubernetes' own groups need an approval")
    func approval() {
        let body = Self.definition(["group": "x.k8s.io"], name: "widgets.x.k8s.io")
        let message = refusal { _ = try Self.kind.created(body) }?.message ?? ""
        #expect(message.contains("metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups"))
    }

    @Test("names are settled in the order in which they are asked for, and stay once accepted")
    func names() throws {
        func settled(_ object: JSONValue, _ others: [CustomResourceDefinition] = []) -> CustomResourceDefinition {
            CustomResourceDefinition(object).settled(beside: others, now: KindDescriptor.now)
        }
        let first = settled(try Self.kind.created(Self.definition(["names": ["shortNames": ["w"]]])))
        let other = Self.definition(["names": ["plural": "wares", "shortNames": ["w"]]], name: "wares.example.com")
        let second = settled(try Self.kind.created(other), [first])
        #expect(second.condition("NamesAccepted")?["reason"] == "ListKindConflict")
        #expect(second.condition("Established")?["status"] == "False")
        #expect(second.object["status"]?["acceptedNames"] == ["plural": "wares"])
        #expect(second.kinds().isEmpty)
        #expect(settled(first.object, [second]).object == first.object)
        #expect(settled(second.object).isEstablished)
    }
}
