import FairwayJSON
import Testing

@Suite("JSON patch")
struct JSONPatchTests {
    /// Most are from RFC 6902, appendix A.
    static let examples: [(String, String, String)] = [
        (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux"}]"#, #"{"baz":"qux","foo":"bar"}"#),
        (#"{"foo":["bar","baz"]}"#, #"[{"op":"add","path":"/foo/1","value":"qux"}]"#, #"{"foo":["bar","qux","baz"]}"#),
        (#"{"baz":"qux","foo":"bar"}"#, #"[{"op":"remove","path":"/baz"}]"#, #"{"foo":"bar"}"#),
        (#"{"foo":["bar","qux","baz"]}"#, #"[{"op":"remove","path":"/foo/1"}]"#, #"{"foo":["bar","baz"]}"#),
        (#"{"baz":"qux"}"#, #"[{"op":"replace","path":"/baz","value":"boo"}]"#, #"{"baz":"boo"}"#),
        (#"{"a":[1,2,3]}"#, #"[{"op":"replace","path":"/a/1","value":null}]"#, #"{"a":[1,null,3]}"#),
        (
            #"{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}"#,
            #"[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]"#,
            #"{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}"#
        ),
        (
            #"{"foo":["all","grass","cows","eat"]}"#, #"[{"op":"move","from":"/foo/1","path":"/foo/3"}]"#,
            #"{"foo":["all","cows","eat","grass"]}"#
        ),
        (#"{"a":{"b":[1]}}"#, #"[{"op":"copy","from":"/a/b","path":"/a/c"}]"#, #"{"a":{"b":[1],"c":[1]}}"#),
        (#"{"a":1}"#, #"[{"op":"test","path":"/a","value":1.0}]"#, #"{"a":1}"#),
        (#"{"foo":["bar"]}"#, #"[{"op":"add","path":"/foo/-","value":["abc"]}]"#, #"{"foo":["bar",["abc"]]}"#),
        (#"{"/":9,"~1":10}"#, #"[{"op":"test","path":"/~01","value":10},{"op":"remove","path":"/~1"}]"#, #"{"~1":10}"#),
        (#"{"a":1}"#, #"[{"op":"replace","path":"","value":[2]}]"#, "[2]"),
        (#"{"a":1}"#, #"[{"op":"test","path":"/b","value":null}]"#, #"{"a":1}"#),
        (#"{"":{"":1}}"#, #"[{"op":"remove","path":"//"}]"#, #"{"":{}}"#),
    ]

    @Test("operations do what the RFC says", arguments: examples)
    func applies(_ original: String, _ patch: String, _ result: String) throws {
        var value = try JSONValue(parsing: original)
        try value.apply(try JSONPatch(try JSONValue(parsing: patch)))
        #expect(value == (try JSONValue(parsing: result)))
    }

    static let misfits = [
        #"[{"op":"test","path":"/a","value":"2"}]"#, #"[{"op":"remove","path":"/b"}]"#,
        #"[{"op":"replace","path":"/b","value":1}]"#, #"[{"op":"add","path":"/b/c","value":1}]"#,
        #"[{"op":"add","path":"/l/3","value":1}]"#, #"[{"op":"add","path":"/l/01","value":1}]"#,
        #"[{"op":"add","path":"/l/-1","value":1}]"#, #"[{"op":"remove","path":"/l/-"}]"#,
        #"[{"op":"add","path":"/a/b","value":1}]"#, #"[{"op":"move","from":"/o","path":"/o/x"}]"#,
        #"[{"op":"copy","from":"/b","path":"/c"}]"#, #"[{"op":"add","path":"a","value":1}]"#,
        #"[{"op":"add","path":"/~2","value":1}]"#, #"[{"op":"add","path":"/x"}]"#, #"[{"op":"nop","path":"/x"}]"#,
        #"[{"op":"add","path":"/l/99999999999999999999","value":1}]"#, #"[{"op":"add"}]"#,
    ]

    @Test("a patch that does not fit is refused and changes nothing", arguments: misfits)
    func refuses(_ patch: String) throws {
        let original: JSONValue = ["a": 1, "l": [1, 2], "o": ["x": [:]]]
        var value = original
        #expect(throws: JSONPatchError.failed(operation: 0)) {
            try value.apply(try JSONPatch(try JSONValue(parsing: patch)))
        }
        #expect(value == original)
    }

    @Test(
        "what is no patch is refused in the words of Go's decoder",
        arguments: [
            ("{}", "json: cannot unmarshal object into Go value of type jsonpatch.Patch"),
            ("[1]", "json: cannot unmarshal number into Go value of type jsonpatch.Operation"),
        ])
    func malformed(_ patch: String, _ words: String) {
        #expect(throws: JSONPatchError.malformed(words)) { try JSONPatch(try JSONValue(parsing: patch)) }
    }

    @Test("copies that double the value over and over are stopped")
    func bomb() throws {
        var value: JSONValue = ["a": ["x", "y"]]
        let copy: JSONValue = ["op": "copy", "from": "/a", "path": "/a/-"]
        let patch = try JSONPatch(.array(Array(repeating: copy, count: 64)))
        #expect(throws: JSONPatchError.self) { try value.apply(patch) }
        #expect(value == ["a": ["x", "y"]])
    }

    @Test("nesting that grows over the limit is stopped")
    func depth() throws {
        var value: JSONValue = ["a": [:]]
        let operations = (1...600).map { depth -> JSONValue in
            ["op": "add", "path": .string(String(repeating: "/a", count: depth)), "value": ["a": [:]]]
        }
        let patch = try JSONPatch(.array(operations))
        #expect(throws: JSONPatchError.self) { try value.apply(patch) }
        #expect(value == ["a": [:]])
    }
}
