import FairwayJSON
import Foundation
import Testing

@Suite("JSON text")
struct JSONValueTextTests {
    static let texts: [(String, JSONValue)] = [
        ("null", nil), ("true", true), ("false", false), ("0", 0), ("1", 1), ("-7", -7),
        ("9223372036854775807", .integer(.max)), ("1.5", 1.5), ("1e2", 100.0),
        ("18446744073709551615", 1.8446744073709552e19),
        (#""a\u00e9\n""#, "aé\n"), ("[]", []), ("{}", [:]),
        (#"[1,true,"x",null,{"a":[]}]"#, [1, true, "x", nil, ["a": []]]),
        (#"{"a":1,"a":2}"#, ["a": 2]),
    ]

    @Test("a text is read as the value it stands for", arguments: texts)
    func reads(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    @Test(
        "what is no JSON is refused",
        arguments: ["", "{", #"{"a":}"#, "[01]", "nul", #"["\ud800"]"#, "{1:2}", "[1] x", "[1e999]"])
    func refuses(_ text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
    }

    @Test("a text that ends too early is refused in the words of Go's decoder")
    func endsEarly() {
        #expect {
            try JSONValue(parsing: #"{"apiVersion":"v1""#)
        } throws: {
            "\($0 as? JSONSyntaxError, default: "")" == "unexpected end of JSON input"
        }
    }

    @Test("deep nesting is refused, however deep", arguments: [513, 100_000])
    func tooDeep(_ depth: Int) {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
    }

    @Test("nesting up to the limit is read, and its depth is known")
    func deepEnough() throws {
        let depth = JSONValue.maximumDepth
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let value = try JSONValue(parsing: text)
        #expect(value.isNested(deeperThan: depth - 1))
        #expect(!value.isNested(deeperThan: depth))
    }

    @Test("equal values have equal text, and the text is the value")
    func writes() throws {
        let value: JSONValue = ["b": [1, 2.5, true, nil], "a": "x/y\"z", "c": ["k": "é"]]
        #expect(value.compactText == #"{"a":"x/y\"z","b":[1,2.5,true,null],"c":{"k":"é"}}"#)
        #expect(try JSONValue(parsing: value.text) == value)
    }
}
