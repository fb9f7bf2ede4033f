import FairwayJSON
import FairwayKubernetesModel
import Foundation
import Testing

@testable import FairwayKubernetesServer

@Suite("Requests are read")
struct RequestParsingTests {
    @Test("a target is cut into decoded components and the first value of each query item")
    func target() throws {
        let target = try #require(APIRequest.parse(target: "/api//v1/a%2Fb?x=1&x=2&y=a%3Db+c&z&=&w="))
        #expect(target.path == ["api", "v1", "a/b"])
        #expect(target.query == ["x": "1", "y": "a=b c", "z": "", "": "", "w": ""])
    }

    @Test("a target that is no path is refused", arguments: ["", "*", "x", "/%", "/%zz", "/%ff", "/?a=%g0"])
    func noTarget(text: String) {
        #expect(APIRequest.parse(target: text) == nil)
    }

    @Test("Accept keeps its order, and what an answer is to be turned into")
    func accept() {
        let ranges = MediaRange.parse("application/json;as=Table;v=v1;g=meta.k8s.io, application/json ;q=0.5,,;;=")
        #expect(ranges[0] == MediaRange(type: "application/json", kind: "Table", group: "meta.k8s.io", version: "v1"))
        #expect(ranges[1] == MediaRange(type: "application/json"))
        #expect(ranges[1].isJSON)
        #expect(MediaRange.parse("").first?.isJSON == true)
        #expect(MediaRange.parse("application/vnd.kubernetes.protobuf").filter(\.isJSON).isEmpty)
    }

    @Test("YAML means what JSON can mean")
    func yaml() throws {
        let value = try JSONValue(
            untrustedYAML: """
                a: 1
                b: [1.5, true, null, "1", ~]
                c: {d: 2026-01-01, 5: x, e: "yes"}
                f: &x {g: h}
                i: *x
                """)
        #expect(
            value == [
                "a": 1, "b": [1.5, true, nil, "1", nil], "c": ["d": "2026-01-01", "5": "x", "e": "yes"],
                "f": ["g": "h"], "i": ["g": "h"],
            ])
        #expect(try JSONValue(untrustedYAML: "") == .null)
    }

    @Test("what is no YAML, or no JSON in YAML, is refused", arguments: ["a: [", "{a: b", "? [a]\n: b", "a: *nowhere"])
    func noYAML(text: String) {
        #expect(throws: YAMLSyntaxError.self) { try JSONValue(untrustedYAML: text) }
    }

    @Test("a continue token is read back as it was written, and nothing else is taken for one")
    func continueToken() throws {
        let token = ContinueToken(resourceVersion: 310, after: ObjectKey(namespace: "default", name: "echo"))
        // As Kubernetes writes it.
        #expect(token.text.hasPrefix("eyJ"))
        let read = try ContinueToken(token.text)
        #expect(read.resourceVersion == 310)
        #expect(read.after == token.after)
        for text in ["", "abc", "e30", "eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ", "////"] {
            #expect(throws: APIStatus.self) { try ContinueToken(text) }
        }
    }
}
