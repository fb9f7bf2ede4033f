import FairwayJSON
import FairwayKubernetesModel
import Testing

@Suite("Label selectors")
struct SelectorsLabelTests {
    private static let object: JSONValue = ["metadata": ["labels": ["tier": "edge", "n": "5", "empty": ""]]]

    static let selectors: [(String, Bool)] = [
        ("", true), ("tier=edge", true), ("tier==edge", true), (" tier = edge ", true), ("tier=core", false),
        ("tier!=core", true), ("tier!=edge", false), ("other!=x", true), ("tier", true), ("other", false),
        ("!other", true), ("!tier", false), ("! tier", false), ("tier in (core, edge)", true),
        ("tier in (core)", false), ("tier notin (core)", true), ("other notin (core)", true),
        ("tier notin (edge,core)", false), ("n>4", true), ("n>5", false), ("n<6", true), ("tier>1", false),
        ("other<1", false), ("empty=", true), ("tier=", false), ("empty in ()", true), ("empty in (,x)", true),
        ("tier=edge,n>4,!other", true), ("tier=edge,n>5", false), ("a.example/in in (in,notin)", false),
        ("in=in", false),
    ]

    @Test("matches by its operators", arguments: selectors)
    func matches(text: String, expected: Bool) throws {
        #expect(try LabelSelector(parsing: text).matches(Self.object) == expected)
    }

    @Test("an object without labels matches what asks for none")
    func noLabels() throws {
        #expect(try LabelSelector(parsing: "!a,b!=c").matches([:]))
        #expect(try !LabelSelector(parsing: "a").matches(["metadata": [:]]))
    }

    static let mistakes: [(String, String)] = [
        ("a=b=c", "found '=', expected: ',' or 'end of string'"),
        ("=b", "found '=', expected: !, identifier, or 'end of string'"),
        ("a,", "found '', expected: identifier after ','"),
        ("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
        ("a in b", "unable to parse requirement: found 'b' expected: '('"),
        ("a in (b", "unable to parse requirement: found '', expected: ',' or ')'"),
        ("!", "unable to parse requirement: found '', expected: identifier"),
        ("a!", "unable to parse requirement: found '!', expected: in, notin, =, ==, !=, gt, lt"),
        (
            "n>x",
            "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be "
                + "an integer"
        ),
        (
            "a=-b",
            "unable to parse requirement: values[0][a]: Invalid value: \"-b\": a valid label must be an empty string or "
                + "consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
                + "character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
                + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
        ),
        ("/a=b", "unable to parse requirement: <nil>: Invalid value: \"/a\": prefix part must be non-empty"),
    ]

    @Test("a mistake is told in the real server's words", arguments: mistakes)
    func mistake(text: String, expected: String) {
        #expect(throws: APIStatus.badRequest(expected)) { try LabelSelector(parsing: text) }
    }

    @Test("any text is read or refused")
    func hostile() {
        let signs = Array("a,=!()<> in\u{0}ü")
        var state: UInt64 = 42
        for _ in 0..<2000 {
            var text = ""
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.append(signs[Int(state >> 33) % signs.count])
            }
            do {
                _ = try LabelSelector(parsing: text).matches(Self.object)
            } catch {
                #expect(error.code == 400)
            }
        }
    }
}
