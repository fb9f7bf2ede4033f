import FairwayTestSupport
import Testing

@testable import FairwayKubernetesModel

@Suite("Regular expressions of schemas")
struct PatternTests {
    private static let subdomain = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"

    /// An expression, texts it is found in, and texts it is not found in.
    static let cases: [(pattern: String, found: [String], missing: [String])] = [
        ("", ["", "a"], []), ("b", ["abc"], ["", "ac"]), ("ä", ["bär"], ["bar"]), ("a{,2}", ["a{,2}"], ["aa"]),
        ("a{x}|{|a{01}", ["a{x}", "{", "a{01}"], ["a"]), ("a]", ["a]"], ["a"]),
        (".", ["a", "ä", "\r"], ["", "\n"]), ("(?s).", ["\n"], [""]), ("(?s:.)x.", ["\nxa"], ["\nx\n"]),
        ("^a", ["ab"], ["ba", "\na"]), ("a$", ["ba"], ["ab", "a\n"]), ("^$", [""], ["\n"]),
        ("(?m)^a$", ["b\na\nb"], ["b\nab"]), ("\\Aa\\z", ["a"], ["a\n", "ba"]),
        ("\\bab\\b", ["ab", "x ab.", "-ab-"], ["xab", "ab_", "ab1"]), ("a\\B", ["ab"], ["a", "a-"]),
        ("^ab|cd$", ["abx", "xcd"], ["xab", "cdx"]), ("^(a|b|)$", ["a", "b", ""], ["ab"]),
        ("^a*$", ["", "aa"], ["b"]), ("^a+?$", ["a", "aa"], [""]), ("^ab?$", ["a", "ab"], ["abb"]),
        ("^a{2}$", ["aa"], ["a", "aaa"]), ("^a{2,}$", ["aa", "aaaa"], ["a"]), ("^a{0,}$", ["", "a"], ["b"]),
        ("^(ab){1,3}$", ["ab", "ababab"], ["", "abababab"]), ("^a{0}b$", ["b"], ["ab"]),
        ("^(a*)*$", ["", "aaa"], ["b"]), ("^(a{2,3}){2}$", ["aaaa", "aaaaaa"], ["aaa", "aaaaaaa"]),
        ("^(?:a)(?P<n>b)(?<n>c)$", ["abc"], ["ab"]), ("^(?i)abc-é", ["ABC-É", "aBc-é"], ["ab"]),
        ("a(?i)b|c", ["aB", "C"], ["Ab"]), ("(?i:a)b", ["Ab"], ["aB"]), ("(?i)a(?-i)b", ["Ab"], ["aB"]),
        ("(?i)k[s]", ["\u{212A}\u{17F}", "KS"], ["ik"]), ("(?i)^[^a]$", ["b"], ["A", "a"]),
        ("(?i)^\\W$", ["-"], ["\u{212A}", "K"]),
        ("^[a-c]$", ["a", "b", "c"], ["d", "-", ""]), ("^[^a-c]$", ["d", "\n", "ä"], ["a", ""]),
        ("^[]a]$", ["]", "a"], ["b"]), ("^[^]a]$", ["b"], ["]"]), ("^[a-]$", ["a", "-"], ["b"]),
        ("^[-a]$", ["a", "-"], ["b"]), ("^[a\\]\\-\\\\]$", ["]", "-", "\\"], ["b"]), ("^[[.]$", ["[", "."], ["a"]),
        ("^[\\d_]$", ["0", "_"], ["a", "٣"]), ("^[\\D]$", ["a"], ["1"]), ("^[^\\s]$", ["a"], [" "]),
        ("^[\\x41-\\x{43}]$", ["A", "C"], ["D"]), ("^[a-c-e]$", ["-", "e"], ["d"]),
        ("^[[:alpha:]]$", ["a", "Z"], ["1", "ä"]), ("^[[:^digit:]x]$", ["a"], ["1"]), ("^[[:x]$", ["[", ":"], ["a"]),
        ("^[[:alnum:]_[:space:]]$", ["a", "_", "\u{0B}"], ["-"]), ("^[[:punct:]]$", ["!", "~"], ["a"]),
        ("^\\d\\D$", ["1a"], ["a1"]), ("^\\w\\W$", ["_-"], ["--"]), ("^\\s\\S$", [" a"], ["\u{0B}a"]),
        ("^\\.\\\\\\-\\/\\_$", [".\\-/_"], ["a\\-/_"]), ("^\\t\\n\\r\\f\\v\\a$", ["\t\n\r\u{0C}\u{0B}\u{07}"], [""]),
        ("^\\x41\\x{1F600}$", ["A😀"], ["A"]), ("^\\0\\101$", ["\u{0}A"], ["0A"]), ("\\Qa.b\\E$", ["a.b"], ["axb"]),
        (
            subdomain, ["a", "a-b", "a.b", "a-b.c0.d", "0"],
            ["", "-a", "a-", "a..b", ".a", "a.", "A", "a_b", "a.-b", "a\n"]
        ),
    ]

    @Test("every part of the syntax means what it means to Go", arguments: cases)
    func matches(pattern: String, found: [String], missing: [String]) throws {
        let expression = try Pattern(pattern)
        for text in found { #expect(expression.matches(text), "\(pattern) in \(text.debugDescription)") }
        for text in missing { #expect(!expression.matches(text), "\(pattern) in \(text.debugDescription)") }
    }

    static let refusals: [(pattern: String, words: String)] = [
        ("(", "missing closing ): `(`"), ("a(b", "missing closing ): `a(b`"), ("a)", "unexpected ): `a)`"),
        ("[a", "missing closing ]: `[a`"), ("[]", "missing closing ]: `[]`"), ("x[a-", "missing closing ]: `[a-`"),
        ("[b-a]", "invalid character class range: `b-a`"), ("[[:odd:]]", "invalid character class range: `[:odd:]`"),
        ("*a", "missing argument to repetition operator: `*`"), ("a|+", "missing argument to repetition operator: `+`"),
        ("({2})", "missing argument to repetition operator: `{2}`"),
        ("a**", "invalid nested repetition operator: `**`"), ("a+??", "invalid nested repetition operator: `+??`"),
        ("a{2}{3}", "invalid nested repetition operator: `{2}{3}`"),
        ("a{1001}", "invalid repeat count: `{1001}`"), ("a{3,2}", "invalid repeat count: `{3,2}`"),
        ("a{99999999999999999999}", "invalid repeat count: `{99999999999999999999}`"),
        ("(x{1000}){1000}", "invalid repeat count: `{1000}`"), ("((a{10}){10}){11}", "invalid repeat count: `{11}`"),
        ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"), ("(?!a)", "invalid or unsupported Perl syntax: `(?!`"),
        ("(?i", "invalid or unsupported Perl syntax: `(?i`"), ("(?i-)", "invalid or unsupported Perl syntax: `(?i-)`"),
        ("(?<=a)", "invalid named capture: `(?<=a)`"), ("(?P<>a)", "invalid named capture: `(?P<>`"),
        ("(a)\\1", "invalid escape sequence: `\\1`"), ("\\Z", "invalid escape sequence: `\\Z`"),
        ("\\q", "invalid escape sequence: `\\q`"), ("\\ä", "invalid escape sequence: `\\ä`"),
        ("[\\b]", "invalid escape sequence: `\\b`"), ("[a-\\d]", "invalid escape sequence: `\\d`"),
        ("\\x4", "invalid escape sequence: `\\x4`"), ("\\x{110000}", "invalid escape sequence: `\\x{110000}`"),
        ("\\x{D800}", "invalid escape sequence: `\\x{D800}`"),
        ("a\\", "trailing backslash at end of expression: ``"),
        ("\\pL", "Unicode classes are not supported: `\\p`"),
        ("[\\P{Greek}]", "Unicode classes are not supported: `\\P`"),
        ("(abcdefghijk){1000}", "expression too large: `(abcdefghijk){1000}`"),
    ]

    @Test("what is no expression is refused in Go's words", arguments: refusals)
    func refuses(pattern: String, words: String) {
        let error = #expect(throws: PatternError.self) { try Pattern(pattern) }
        #expect(error?.description == "error parsing regexp: \(words)")
    }
}

// MARK: - Hostile ones

extension PatternTests {
    /// An expression, how many times an `a` stands in the text, how it ends, and whether the expression is found.
    static let hostile: [(pattern: String, count: Int, end: String, isFound: Bool)] = [
        ("^(a+)+$", 5000, "!", false), ("(a|a)*b", 5000, "", false), ("^(a|aa)+$", 5000, "b", false),
        ("(a|aa)+$", 5000, "", true), ("^(a*)*b$", 5000, "", false), ("(.*){1,32}[bc]", 500, "", false),
        ("(((((a*)*)*)*)*)*c", 5000, "", false), ("^(a?){30}a{30}$", 29, "", false), ("^(a?){30}a{30}$", 60, "", true),
    ]

    @Test("no text takes longer than its length and the expression's size", arguments: hostile)
    func staysLinear(pattern: String, count: Int, end: String, isFound: Bool) throws {
        #expect(try Pattern(pattern).matches(String(repeating: "a", count: count) + end) == isFound)
    }

    @Test("groups may be nested as deep as in Go")
    func depth() throws {
        let (opening, closing) = (String(repeating: "(", count: 999), String(repeating: ")*", count: 999))
        #expect(try Pattern("^\(opening)a\(closing)$").matches("aa"))
        let error = #expect(throws: PatternError.self) { try Pattern("(\(opening)a\(closing))") }
        #expect(error?.problem == .nestedTooDeeply)
    }

    static let excessive: [(part: String, count: Int, problem: PatternError.Problem)] = [
        ("(", 100_000, .nestedTooDeeply), ("(?:", 100_000, .nestedTooDeeply), ("[", 100_000, .missingBracket),
        ("[[:", 100_000, .missingBracket), ("a", 100_000, .tooLarge), ("|", 100_000, .tooLarge),
        ("a{1000}", 1000, .tooLarge), ("(){1000}", 50_000, .missingParenthesis),
    ]

    @Test("an expression that is too deep, too large or without an end is refused at once", arguments: excessive)
    func refusesExcess(part: String, count: Int, problem: PatternError.Problem) {
        let error = #expect(throws: PatternError.self) { try Pattern(String(repeating: part, count: count) + "(") }
        #expect(error?.problem == problem)
    }

    @Test("nothing that stands in a pattern ends the program")
    func anything() {
        let parts = [
            "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "^", "$", ".", "-", ":", "\\", ",", "<", ">", "=", "!",
            "a",
            "z", "0", "7", "9", "ä", "\u{10FFFF}", "\0", "(?", "(?i)", "(?P<", "[[:", ":]", "alpha", "\\x", "\\x{",
            "\\Q",
            "\\E", "\\d", "\\W", "\\b", "\\p", "{2,3}", "{1000}", "[^", "e\u{301}",
        ]
        var numbers = SeededGenerator(seed: 20)
        var read = 0
        for _ in 0..<20_000 {
            let pattern = (0..<Int.random(in: 0...12, using: &numbers)).map { _ in
                parts[Int.random(in: 0..<parts.count, using: &numbers)]
            }.joined()
            do {
                let expression = try Pattern(pattern)
                _ = expression.matches("aZ09-_ä\n:]") || expression.matches("")
                read += 1
            } catch {
                #expect(!error.part.isEmpty || error.problem == .trailingBackslash)
            }
        }
        #expect(read > 1000)
    }
}

// MARK: - Another engine

extension PatternTests {
    /// A small expression without anything that the two engines understand differently.
    private func expression(depth: Int, _ numbers: inout SeededGenerator) -> String {
        let atoms = ["a", "b", "c", ".", "[ab]", "[^a]", "[a-c]", "\\w", "\\d", "\\.", "1", "(?:)"]
        guard depth > 0 else { return atoms[Int.random(in: 0..<atoms.count, using: &numbers)] }
        let first = expression(depth: depth - 1, &numbers)
        switch Int.random(in: 0..<8, using: &numbers) {
        case 0, 1: return first + expression(depth: depth - 1, &numbers)
        case 2, 3: return "(\(first)|\(expression(depth: depth - 1, &numbers)))"
        case 4: return "(?:\(first))*"
        case 5: return "(\(first))+?"
        case 6: return "(\(first))?"
        default: return "(\(first)){\(Int.random(in: 0...2, using: &numbers)),3}"
        }
    }

    @Test("on small expressions it agrees with the engine of the standard library")
    func agreement() throws {
        var numbers = SeededGenerator(seed: 7)
        let letters = ["a", "b", "c", "1", ".", "-"]
        for _ in 0..<600 {
            let core = expression(depth: Int.random(in: 0...3, using: &numbers), &numbers)
            let pattern = ["\(core)", "^(?:\(core))", "(?:\(core))$", "^(?:\(core))$"][
                Int.random(in: 0..<4, using: &numbers)]
            let (ours, others) = (
                try Pattern(pattern), try Regex(pattern).asciiOnlyCharacterClasses().matchingSemantics(.unicodeScalar)
            )
            for _ in 0..<8 {
                let text = (0..<Int.random(in: 0...6, using: &numbers)).map { _ in
                    letters[Int.random(in: 0..<letters.count, using: &numbers)]
                }.joined()
                #expect(ours.matches(text) == text.contains(others), "\(pattern) in \(text)")
            }
        }
    }
}
