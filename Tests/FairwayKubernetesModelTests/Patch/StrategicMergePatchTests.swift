import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("Strategic merge patch")
struct StrategicMergePatchTests {
    private static let ports =
        #"{"spec":{"ports":[{"port":7,"name":"a"},{"port":8,"name":"b"},{"port":9,"name":"c"}]}}"#

    static let examples: [(String, String, String)] = [
        (
            ports, #"{"spec":{"ports":[{"port":8,"name":"x"}]}}"#,
            #"{"spec":{"ports":[{"port":7,"name":"a"},{"port":8,"name":"x"},{"port":9,"name":"c"}]}}"#
        ),
        (
            ports, #"{"spec":{"ports":[{"port":6,"name":"x","targetPort":null}]}}"#,
            #"{"spec":{"ports":[{"port":7,"name":"a"},{"port":8,"name":"b"},{"port":9,"name":"c"},{"port":6,"name":"x"}]}}"#
        ),
        (
            ports, #"{"spec":{"ports":[{"port":8,"$patch":"delete"}]}}"#,
            #"{"spec":{"ports":[{"port":7,"name":"a"},{"port":9,"name":"c"}]}}"#
        ),
        (ports, #"{"spec":{"ports":[{"$patch":"replace"},{"port":1}]}}"#, #"{"spec":{"ports":[{"port":1}]}}"#),
        (
            ports,
            #"{"spec":{"$setElementOrder/ports":[{"port":9},{"port":7},{"port":8}],"ports":[{"port":7,"name":"y"}]}}"#,
            #"{"spec":{"ports":[{"port":9,"name":"c"},{"port":7,"name":"y"},{"port":8,"name":"b"}]}}"#
        ),
        (
            ports, #"{"spec":{"$setElementOrder/ports":[{"port":8},{"port":7}]}}"#,
            #"{"spec":{"ports":[{"port":8,"name":"b"},{"port":7,"name":"a"},{"port":9,"name":"c"}]}}"#
        ),
        (ports, #"{"spec":{"$patch":"replace","type":"x"}}"#, #"{"spec":{"type":"x"}}"#),
        (ports, #"{"spec":{"$patch":"delete"}}"#, #"{"spec":{}}"#),
        (#"{"spec":{"a":1,"b":2}}"#, #"{"spec":{"$retainKeys":["b","c"],"c":3}}"#, #"{"spec":{"b":2,"c":3}}"#),
        (
            #"{"metadata":{"finalizers":["a","b"]}}"#, #"{"metadata":{"finalizers":["c","a"]}}"#,
            #"{"metadata":{"finalizers":["a","b","c"]}}"#
        ),
        (
            #"{"metadata":{"finalizers":["a","b"]}}"#,
            #"{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"],"$setElementOrder/finalizers":["c","b"],"finalizers":["c"]}}"#,
            #"{"metadata":{"finalizers":["c","b"]}}"#
        ),
        (
            #"{"spec":{"selector":{"a":"1"},"externalIPs":["x"]}}"#,
            #"{"spec":{"selector":{"b":"2"},"externalIPs":["y"]}}"#,
            #"{"spec":{"selector":{"a":"1","b":"2"},"externalIPs":["y"]}}"#
        ),
    ]

    @Test("a patch does what its directives and the schema say", arguments: examples)
    func applies(_ original: String, _ patch: String, _ result: String) throws {
        let patched = try StrategicMergePatch.apply(
            try JSONValue(parsing: patch), to: try JSONValue(parsing: original), .service)
        #expect(patched.compactText == (try JSONValue(parsing: result)).compactText)
    }

    @Test(
        "a patch that makes no sense is refused",
        arguments: [
            ("[]", 400), (#"{"spec":{"$patch":"x"}}"#, 500), (#"{"spec":{"$retainKeys":["a"],"b":1}}"#, 422),
            (#"{"spec":{"$retainKeys":1}}"#, 422), (#"{"spec":{"ports":[1]}}"#, 400),
            (#"{"spec":{"ports":[{"name":"x"}]}}"#, 500),
        ])
    func refuses(_ patch: String, _ code: Int) throws {
        let patch = try JSONValue(parsing: patch)
        let status = refusal { _ = try StrategicMergePatch.apply(patch, to: [:], .service) }
        #expect(status?.code == code)
    }
}
