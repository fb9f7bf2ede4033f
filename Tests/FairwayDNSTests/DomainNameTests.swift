import FairwayDNS
import FairwayTestSupport
import Testing

@Suite("Domain names")
struct DomainNameTests {
    @Test(
        "a name is read and printed with a dot at its end",
        arguments: [
            (".", "."), ("fairway.dev", "fairway.dev."), ("KDC.Example.Test.", "KDC.Example.Test."),
            ("_kerberos._udp.example.test", "_kerberos._udp.example.test."), (#"a\.b.c"#, #"a\.b.c."#),
            (#"\065b"#, "Ab."), (#"\032\255\\\"x"#, #"\032\255\\\"x."#), ("*.a", "*.a."),
            (String(repeating: "a", count: 63), String(repeating: "a", count: 63) + "."),
        ])
    func reads(text: String, printed: String) throws {
        let name = try DomainName(parsing: text)
        #expect(name.description == printed)
        #expect(DomainName(printed) == name)
    }

    @Test(
        "what is no name is refused in a sentence",
        arguments: [
            ("", "“” is not a domain name: it has an empty label; write one dot between two labels"),
            ("..", "“..” is not a domain name: it has an empty label; write one dot between two labels"),
            ("a..b", "“a..b” is not a domain name: it has an empty label; write one dot between two labels"),
            (".a", "“.a” is not a domain name: it has an empty label; write one dot between two labels"),
            (
                "a b",
                "“a b” is not a domain name: it has a blank, a control character or one of \"();, before which a backslash is needed"
            ),
            (
                "bücher.test",
                "“bücher.test” is not a domain name: it has letters beyond ASCII; write it as applications ask for it, "
                    + "in labels that begin with xn--"
            ),
            (
                #"a\25"#,
                #"“a\25” is not a domain name: expected a character or three digits up to 255 after each backslash"#
            ),
            (
                #"\256"#,
                #"“\256” is not a domain name: expected a character or three digits up to 255 after each backslash"#
            ),
            (
                String(repeating: "x", count: 64) + ".test",
                "“\(String(repeating: "x", count: 64))” is not a label of a domain name: it has 64 bytes, and at most "
                    + "63 are allowed"
            ),
        ])
    func refuses(text: String, message: String) throws {
        let error = try #require(throws: DNSParseError.self) { try DomainName(parsing: text) }
        #expect(error.message == message)
        #expect(DomainName(text) == nil)
    }

    @Test("255 bytes are the most that a name may have")
    func longest() throws {
        let label = String(repeating: "a", count: 63)
        let longest = try DomainName(parsing: "\(label).\(label).\(label).\(label.dropLast(2))")
        #expect(longest.wire.count == 255)
        let error = try #require(throws: DNSParseError.self) { try longest.prepending("b") }
        #expect(error.message.hasSuffix("it is too long, at most 255 bytes are allowed"))
        #expect(DomainName(String(repeating: "a.", count: 127))?.wire.count == 255)
        #expect(DomainName(String(repeating: "a.", count: 128)) == nil)
    }

    @Test("case makes no difference, and is kept")
    func caseIsKept() throws {
        let (one, other) = (try DomainName(parsing: "Kdc.Example.TEST"), try DomainName(parsing: "kDC.example.test"))
        #expect(one == other)
        #expect(Set([one, other]).count == 1)
        #expect(one.description != other.description)
        #expect(one.lowercased.description == "kdc.example.test.")
        #expect(DomainName("a[") != DomainName("a{"))
    }

    @Test("names are in canonical order", arguments: [1, 2, 3])
    func order(seed: UInt64) throws {
        // RFC 4034 §6.1.
        let names = [
            "example", "a.example", "yljkjljk.a.example", "Z.a.example", "zABC.a.EXAMPLE", "z.example",
            #"\001.z.example"#, "*.z.example", #"\200.z.example"#,
        ].compactMap { DomainName($0) }
        var generator = SeededGenerator(seed: seed)
        #expect(names.shuffled(using: &generator).sorted() == names)
    }

    @Test("a name knows what it is below, its parent and its labels")
    func parents() throws {
        let name = try DomainName(parsing: "a.b.c")
        #expect(name.parent == DomainName("b.c"))
        #expect(DomainName.root.parent == nil)
        #expect(name.labelCount == 3)
        for (other, isBelow) in [("b.C", true), ("a.b.c", true), (".", true), ("x.b.c", false), ("a.a.b.c", false)] {
            #expect(try name.isAtOrBelow(DomainName(parsing: other)) == isBelow, "\(other)")
        }
        #expect(try !DomainName(parsing: "xb.c").isAtOrBelow(DomainName(parsing: "b.c")))
    }

    @Test("only a first label that is an asterisk makes a wildcard")
    func wildcards() throws {
        #expect(try DomainName(parsing: "*.a").isWildcard)
        for text in ["a.*", "**.a", "*a", "."] {
            #expect(try !DomainName(parsing: text).isWildcard, "\(text)")
        }
    }
}
