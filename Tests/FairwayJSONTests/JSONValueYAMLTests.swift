import FairwayJSON
import Testing

@Suite("YAML as JSON values")
struct JSONValueYAMLTests {
    @Test("documents are read with their lines, and empty ones left out")
    func documents() throws {
        let documents = try JSONValue.documents(yaml: "---\n# nothing\n---\na: 1\n---\n- true\n- null\n- 1.5\n- 'x'\n")
        #expect(documents.map(\.value) == [["a": 1], [true, nil, 1.5, "x"]])
        #expect(documents.map(\.line) == [4, 6])
    }

    @Test(
        "scalars are read as Kubernetes' tools read them",
        arguments: [
            ("yes", true), ("\"yes\"", "yes"), ("12", 12), ("1e3", 1000.0), ("~", nil), ("2026-11-23", "2026-11-23"),
            ("0x10", 16), ("1.2.3.4", "1.2.3.4"), ("99999999999999999999", "99999999999999999999"),
        ] as [(String, JSONValue)])
    func scalars(text: String, value: JSONValue) throws {
        #expect(try JSONValue.documents(yaml: "[\(text)]").first?.value == [value])
    }

    @Test("merge keys and aliases are followed, own keys count more")
    func merge() throws {
        let yaml = "base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\n"
        #expect(try JSONValue.documents(yaml: yaml).first?.value["use"] == ["x": 1, "y": 3])
    }

    @Test("what is wrong is told with its line")
    func errors() throws {
        let broken = #expect(throws: YAMLSyntaxError.self) { try JSONValue.documents(yaml: "a: 1\nb: [1, 2\nc: 3\n") }
        #expect(broken?.line == 3)
        let twice = #expect(throws: YAMLSyntaxError.self) { try JSONValue.documents(yaml: "a: 1\na: 2\n") }
        #expect(twice?.description.contains("\"a\"") == true)
    }

    @Test("a text that grows by its aliases is refused")
    func bomb() throws {
        var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            yaml += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ","))]\n"
        }
        #expect(throws: YAMLSyntaxError.self) { try JSONValue.documents(yaml: yaml) }
    }

    @Test("a text that is nested very deeply is refused", arguments: [600, 100_000])
    func deep(levels: Int) throws {
        let yaml = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        #expect(throws: YAMLSyntaxError.self) { try JSONValue.documents(yaml: yaml) }
    }

    @Test("what is printed as YAML reads back the same")
    func roundTrip() throws {
        let value: JSONValue = [
            "text": "true", "number": 12, "digits": "12", "empty": "", "list": [1, [], [:]], "nothing": nil,
            "lines": "a\nb\n", "half": 0.5,
        ]
        #expect(try JSONValue.documents(yaml: value.yaml).first?.value == value)
    }
}
