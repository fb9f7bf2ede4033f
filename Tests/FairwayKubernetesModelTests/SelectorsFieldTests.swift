import FairwayJSON
import FairwayKubernetesModel
import Testing

@Suite("Field selectors")
struct SelectorsFieldTests {
    private func matches(_ text: String, _ kind: KindDescriptor, _ object: JSONValue?) throws -> Bool {
        try FieldSelector(parsing: text, kind: kind).matches(try #require(object))
    }

    static let ofCoreEvents: [(String, Bool)] = [
        ("", true), ("involvedObject.name=echo", true), ("involvedObject.name==echo", true),
        ("involvedObject.name!=echo", false),
        ("involvedObject.kind=Service,involvedObject.apiVersion=v1,involvedObject.name=echo", true),
        ("involvedObject.namespace=default,involvedObject.kind=Pod", false),
        ("reason=EnsuredLoadBalancer,type=Normal", true), ("type!=Normal", false),
        ("source=fairway.dev/controller", true),
        ("reportingComponent=fairway.dev/controller", true), ("metadata.name=echo-1,metadata.namespace=default", true),
        ("involvedObject.fieldPath=", true),
    ]

    @Test("kubectl finds the Events of an object", arguments: ofCoreEvents)
    func coreEvents(text: String, expected: Bool) throws {
        #expect(try matches(text, .events, try KindsFixtures.json("kinds-events.json")["core"]) == expected)
    }

    @Test("Events of events.k8s.io are found by their own names")
    func groupedEvents() throws {
        let event = try KindsFixtures.json("kinds-events.json")["grouped"]
        #expect(try matches("regarding.name=echo,reportingController=fairway.dev/controller", .groupedEvents, event))
        #expect(try !matches("regarding.kind=Pod", .groupedEvents, event))
    }

    @Test("Services are found by type, namespaces by phase")
    func otherKinds() throws {
        #expect(try matches("spec.type=LoadBalancer", .services, ["spec": ["type": "LoadBalancer"]]))
        #expect(try matches("status.phase!=Active", .namespaces, ["status": ["phase": "Terminating"]]))
    }

    @Test("a name that is asked for exactly is known before any object is read")
    func exactValue() throws {
        let selector = try FieldSelector(parsing: "metadata.name=echo,type!=x", kind: .events)
        #expect(selector.exactValue(of: "metadata.name") == "echo")
        #expect(selector.exactValue(of: "type") == nil)
    }

    static let mistakes: [(String, KindDescriptor, String)] = [
        ("spec.ports=1", .services, "field label not supported: spec.ports"),
        ("regarding.name=a", .events, "field label not supported: regarding.name"),
        ("metadata.namespace=a", .nodeStates, "field label not supported: metadata.namespace"),
        (
            "a=b", .endpointSlices,
            "\"a\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
        ),
        ("metadata.name", .services, "invalid selector: 'metadata.name'; can't understand 'metadata.name'"),
        ("metadata.name=a=b", .services, "invalid selector: 'metadata.name=a=b'; can't understand 'metadata.name=a=b'"),
    ]

    @Test("a mistake is told in the real server's words", arguments: mistakes)
    func mistake(text: String, kind: KindDescriptor, expected: String) {
        #expect(throws: APIStatus.badRequest(expected)) { try FieldSelector(parsing: text, kind: kind) }
    }
}
