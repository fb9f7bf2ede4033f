import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("Structural schemas")
struct StructuralCheckTests {
    /// The schema of `spec`, and what is wrong with it; `P` stands for its path.
    static let cases: [(schema: JSONValue, problems: [String])] = [
        (["type": "object"], []), ([:], ["P.type: Required value: must not be empty for specified object fields"]),
        (["x-kubernetes-preserve-unknown-fields": true], []),
        (["type": "array"], ["P.items: Required value: must be specified"]),
        (
            ["type": "array", "items": [:]],
            ["P.items.type: Required value: must not be empty for specified array items"]
        ),
        (
            ["type": "text"],
            [
                "P.type: Unsupported value: \"text\": supported values: \"array\", \"boolean\", \"integer\", \"number\", "
                    + "\"object\", \"string\""
            ]
        ),
        (
            ["type": "string", "pattern": "("],
            [
                "P.pattern: Invalid value: \"(\": must be a valid regular expression, but isn't: "
                    + "error parsing regexp: missing closing ): `(`"
            ]
        ),
        (
            ["type": "string", "anyOf": [["pattern": "(?=a)"]]],
            [
                "P.anyOf[0].pattern: Invalid value: \"(?=a)\": must be a valid regular expression, but isn't: "
                    + "error parsing regexp: invalid or unsupported Perl syntax: `(?=`"
            ]
        ),
        (
            ["type": "object", "properties": ["a": ["type": "string"]], "additionalProperties": ["type": "string"]],
            ["P.additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive"]
        ),
        (
            ["type": "integer", "default": "x"],
            ["P.default: Invalid value: \"string\":  in body must be of type integer: \"string\""]
        ),
        (
            ["type": "object", "anyOf": [["properties": ["a": ["minimum": 1]]]]],
            ["P.properties[a]: Required value: because it is defined in P.anyOf[0].properties[a]"]
        ),
        (
            ["type": "integer", "allOf": [["type": "integer"]]],
            ["P.allOf[0].type: Forbidden: must be empty to be structural"]
        ),
        (["x-kubernetes-int-or-string": true, "anyOf": [["type": "integer"], ["type": "string"]]], []),
        (
            [
                "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"],
                "items": ["type": "object", "properties": ["k": ["type": "string"]]],
            ],
            [
                "P.items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it "
                    + "must have a default or be a required property"
            ]
        ),
        (
            ["type": "string", "x-kubernetes-list-type": "bag"],
            [
                "P.type: Invalid value: \"string\": must be array if x-kubernetes-list-type is specified",
                "P.x-kubernetes-list-type: Unsupported value: \"bag\": supported values: \"atomic\", \"map\", \"set\"",
            ]
        ),
    ]

    @Test("a schema that is not structural is refused", arguments: cases)
    func problems(schema: JSONValue, problems: [String]) {
        var check = StructuralCheck()
        check.check(["type": "object", "properties": ["spec": schema]], at: "s")
        #expect(
            check.errors.map { $0.description.replacing("s.properties[spec]", with: "P") } == problems)
    }

    @Test("the root is an object, and leaves the metadata alone")
    func root() {
        var check = StructuralCheck()
        check.check(
            [
                "type": "array", "items": ["type": "string"],
                "properties": ["metadata": ["type": "object", "required": ["x"]]],
            ],
            at: "s")
        #expect(
            check.errors.map(\.description) == [
                "s.type: Invalid value: \"array\": must be object at the root",
                "s.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but "
                    + "metadata is implicitly specified",
            ])
    }
}
