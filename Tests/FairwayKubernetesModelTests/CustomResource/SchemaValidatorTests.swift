import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("Values and their schemas")
struct SchemaValidatorTests {
    static let cases: [(schema: JSONValue, value: JSONValue, problems: [String])] = [
        (["type": "string"], "x", []),
        (["type": "string"], 1, ["f: Invalid value: \"integer\": f in body must be of type string: \"integer\""]),
        (["type": "string"], nil, ["f: Invalid value: \"null\": f in body must be of type string: \"null\""]),
        (["type": "string", "nullable": true], nil, []),
        (["type": "integer"], 1.5, ["f: Invalid value: \"number\": f in body must be of type integer: \"number\""]),
        (["type": "number"], 1, []), (["type": "boolean"], false, []),
        (["x-kubernetes-int-or-string": true], "80%", []),
        (
            ["x-kubernetes-int-or-string": true], true,
            ["f: Invalid value: \"boolean\": f in body must be of type integer,string: \"boolean\""]
        ),
        (["type": "string", "maxLength": 2], "äöü", ["f: Too long: may not be more than 2 bytes"]),
        (
            ["type": "string", "minLength": 2], "a",
            ["f: Invalid value: \"a\": f in body should be at least 2 chars long"]
        ),
        (
            ["type": "string", "pattern": "^[a-z]+$"], "A1",
            ["f: Invalid value: \"A1\": f in body should match '^[a-z]+$'"]
        ),
        (["type": "string", "pattern": "b"], "abc", []),
        (["type": "string", "format": "ipv4"], "192.0.2.1", []),
        (
            ["type": "string", "format": "ipv4"], "192.0.2",
            ["f: Invalid value: \"192.0.2\": f in body must be of type ipv4: \"192.0.2\""]
        ),
        (["type": "string", "format": "cidr"], "192.0.2.0/24", []), (["type": "string", "format": "odd"], "x", []),
        (["type": "string", "format": "date-time"], "2026-01-01T00:00:00Z", []),
        (
            ["type": "string", "format": "date"], "2026-13-01",
            ["f: Invalid value: \"2026-13-01\": f in body must be of type date: \"2026-13-01\""]
        ),
        (
            ["type": "integer", "minimum": 2], 1,
            ["f: Invalid value: 1: f in body should be greater than or equal to 2"]
        ),
        (
            ["type": "number", "maximum": 1.5, "exclusiveMaximum": true], 1.5,
            ["f: Invalid value: 1.5: f in body should be less than 1.5"]
        ),
        (["type": "integer", "multipleOf": 3], 4, ["f: Invalid value: 4: f in body should be a multiple of 3"]),
        (
            ["type": "integer", "format": "int32"], 5_000_000_000,
            ["f: Invalid value: 5000000000: f in body must be of type int32: \"5000000000\""]
        ),
        (["type": "array", "maxItems": 1], [1, 2], ["f: Too many: 2: must have at most 1 item"]),
        (["type": "array", "minItems": 1], [], ["f: Invalid value: 0: f in body should have at least 1 items"]),
        (
            ["type": "array", "items": ["type": "string"], "x-kubernetes-list-type": "set"], ["a", "a"],
            ["f[1]: Duplicate value: \"a\""]
        ),
        (
            ["type": "object", "additionalProperties": ["type": "integer"]], ["a": "x"],
            ["f.a: Invalid value: \"string\": f.a in body must be of type integer: \"string\""]
        ),
        (["type": "object", "maxProperties": 0], ["a": 1], ["f: Too many: 1: must have at most 0 items"]),
        (["type": "object", "required": ["a", "b"]], ["a": 1], ["f.b: Required value"]),
        (
            ["type": "integer", "not": ["enum": [3]]], 3,
            ["f: Invalid value: \"\": \"f\" must not validate the schema (not)"]
        ),
        (
            ["type": "object", "oneOf": [["required": ["a"]], ["required": ["b"]]]], ["a": 1, "b": 1],
            [
                "f: Invalid value: \"\": \"f\" must validate one and only one schema (oneOf). "
                    + "Found 2 valid alternatives"
            ]
        ),
        (
            ["type": "object", "anyOf": [["required": ["a"]], ["required": ["b"]]]], [:],
            ["f: Invalid value: \"\": \"f\" must validate at least one schema (anyOf)", "f.a: Required value"]
        ),
        (["allOf": [["maxLength": 3], ["minLength": 1]], "type": "string"], "ab", []),
    ]

    @Test("what is wrong is said in the real server's words", arguments: cases)
    func problems(schema: JSONValue, value: JSONValue, problems: [String]) {
        var validator = SchemaValidator()
        validator.validate(value, schema, at: "f")
        #expect(validator.errors.map(\.description) == problems)
    }
}
