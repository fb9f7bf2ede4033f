import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("JSON paths of columns")
struct JSONPathTests {
    private static let object: JSONValue = [
        "metadata": ["name": "a", "annotations": ["example.com/x": "y"]],
        "spec": ["ports": [["name": "p", "port": 1], ["name": "q", "port": 2]], "empty": [], "null": nil],
        "status": ["conditions": [["type": "Ready", "status": "True"], ["type": "Other", "status": "False"]]],
    ]

    static let found: [(path: String, value: JSONValue?)] = [
        (".metadata.name", "a"), (".metadata.annotations['example.com/x']", "y"),
        (#".metadata.annotations["example.com/x"]"#, "y"), (".spec.ports[0].name", "p"), (".spec.ports[-1].port", 2),
        (".spec.ports[*].name", "p"), (".spec.ports[7].name", nil), (".spec.null", nil), (".spec.empty[*]", nil),
        (".nosuch.name", nil), (#".status.conditions[?(@.type=="Ready")].status"#, "True"),
        (".status.conditions[?(@.type=='Other')].status", "False"), (".spec.ports[?(@.port==2)].name", "q"),
        (".spec.ports[?(@.port==3)].name", nil), (".", object), (".metadata['name']", "a"),
    ]

    @Test("the first value is found, or none", arguments: found)
    func find(path: String, value: JSONValue?) throws {
        #expect(try #require(JSONPath(path)).first(in: Self.object) == value)
    }

    @Test(
        "what is no simple path is none",
        arguments: [
            "", "spec", "..name", ".spec.", ".a[", ".a[x]", ".a['b", ".a[?(@.b)]", ".a[?(b==1)]", "{.a}", ".a[1:2]",
        ])
    func malformed(path: String) {
        #expect(JSONPath(path) == nil)
    }
}
