import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("Sets of fields")
struct FieldSetTests {
    static let texts = [
        "{}", #"{"f:spec":{}}"#, #"{"f:spec":{".":{},"f:type":{}}}"#,
        #"{"f:metadata":{"f:finalizers":{".":{},"v:\"a/b\"":{}}}}"#,
        #"{"f:spec":{"f:ports":{".":{},"k:{\"port\":7,\"protocol\":\"TCP\"}":{".":{},"f:name":{}}}}}"#,
        #"{"f:a":{"i:3":{"f:b":{}}}}"#,
    ]

    @Test("a set prints as it was read", arguments: texts)
    func roundTrip(_ text: String) throws {
        let json = try JSONValue(parsing: text)
        #expect(FieldSet(fieldsV1: json).fieldsV1.compactText == text)
    }

    @Test(
        "what is no field is passed over",
        arguments: [#"{"x":{}}"#, #"{"k:[]":{}}"#, #"{"v:":{},"i:x":{}}"#, "7", "[]"])
    func hostile(_ text: String) throws {
        #expect(FieldSet(fieldsV1: try JSONValue(parsing: text)).isEmpty)
    }

    @Test("union, difference and intersection go into the depth")
    func algebra() throws {
        let left = FieldSet([[.field("a"), .field("b")], [.field("a"), .field("c")], [.field("d")]])
        let right = FieldSet([[.field("a"), .field("c")], [.field("d"), .field("e")]])
        #expect(left.union(right).fieldsV1 == ["f:a": ["f:b": [:], "f:c": [:]], "f:d": [".": [:], "f:e": [:]]])
        #expect(left.subtracting(right).fieldsV1 == ["f:a": ["f:b": [:]], "f:d": [:]])
        #expect(left.intersection(right).fieldsV1 == ["f:a": ["f:c": [:]]])
        #expect(left.subtracting(left).isEmpty)
    }

    @Test("paths are told in order, as messages name them")
    func paths() throws {
        let set = FieldSet([
            [.field("b")], [.field("a"), .key(["port": 7, "protocol": "TCP"]), .field("x")],
            [.field("a"), .value("v")],
            [.field("a"), .index(2)], [.field("a"), .key(["port": 5])],
        ])
        #expect(
            set.paths.map(\.fieldPath) == [
                ".b", ".a[port=5]", ".a[=\"v\"]", ".a[2]", ".a[port=7,protocol=\"TCP\"].x",
            ])
    }
}
