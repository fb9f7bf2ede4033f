import FairwayDNS
import FairwayDNSTestSupport
import Testing

@Suite("Answers from zones")
struct ZoneLookupTests {
    let zones: ZoneSet

    init() throws {
        zones = ZoneSet([try zone("example.test", exampleLines), try zone("other.test", otherLines)])
    }

    /// Question, response code, AA, and the sections as `name type data`, separated by `;`.
    private static let cases: [(String, String, String, String, String)] = [
        (
            "kdc.example.test A", "NOERROR AA", "kdc.example.test. 30 A 192.0.2.88; kdc.example.test. 30 A 192.0.2.89",
            "", ""
        ),
        ("kDc.eXample.tEst AAAA", "NOERROR AA", "kDc.eXample.tEst. 60 AAAA 2001:db8::88", "", ""),
        ("kdc.example.test TXT", "NOERROR AA", "", soa, ""),
        ("nothing.example.test A", "NXDOMAIN AA", "", soa, ""),
        ("a.b.nothing.example.test A", "NXDOMAIN AA", "", soa, ""),
        ("x.kdc.example.test A", "NXDOMAIN AA", "", soa, ""),
        ("_udp.example.test A", "NOERROR AA", "", soa, ""),
        ("_tcp.example.test A", "NXDOMAIN AA", "", soa, ""),
        ("kdc.example.test TYPE4711", "NOERROR AA", "", soa, ""),
        ("example.com A", "REFUSED", "", "", ""),
        ("test A", "REFUSED", "", "", ""),
        (". NS", "REFUSED", "", "", ""),
        ("xexample.test A", "REFUSED", "", "", ""),
        (
            "_kerberos._udp.EXAMPLE.test SRV", "NOERROR AA",
            "_kerberos._udp.EXAMPLE.test. 60 SRV 0 100 88 kdc.example.test.; "
                + "_kerberos._udp.EXAMPLE.test. 60 SRV 10 100 88 kdc2.example.test.", "",
            "KDC.EXAMPLE.test. 30 A 192.0.2.88; KDC.EXAMPLE.test. 30 A 192.0.2.89; KDC.EXAMPLE.test. 60 AAAA 2001:db8::88"
        ),
        (
            "_kerberos.example.test TYPE256", "NOERROR AA",
            #"_kerberos.example.test. 60 URI 0 100 "krb5srv:m:udp:kdc.example.test""#, "", ""
        ),
        (
            "example.test MX", "NOERROR AA", "example.test. 3600 MX 10 mail.example.test.", "",
            "mail.example.test. 300 A 192.0.2.25"
        ),
        (
            "example.test NS", "NOERROR AA",
            "example.test. 3600 NS ns1.example.test.; example.test. 3600 NS ns2.example.test.",
            "",
            "ns1.example.test. 3600 A 192.0.2.1; ns1.example.test. 3600 AAAA 2001:db8::1; ns2.example.test. 3600 A 192.0.2.2"
        ),
        // Aliases.
        (
            "www.example.test AAAA", "NOERROR AA",
            "www.example.test. 60 CNAME web.example.test.; web.example.test. 60 CNAME kdc.example.test.; "
                + "kdc.example.test. 60 AAAA 2001:db8::88", "", ""
        ),
        ("www.example.test CNAME", "NOERROR AA", "www.example.test. 60 CNAME web.example.test.", "", ""),
        ("out.example.test A", "NOERROR AA", "out.example.test. 60 CNAME www.example.com.", "", ""),
        ("gone.example.test A", "NXDOMAIN AA", "gone.example.test. 60 CNAME missing.example.test.", soa, ""),
        (
            "web.example.test TXT", "NOERROR AA", "web.example.test. 60 CNAME kdc.example.test.", soa, ""
        ),
        (
            "other.example.test A", "NOERROR AA",
            "other.example.test. 60 CNAME host.other.test.; host.other.test. 60 A 192.0.2.4", "", ""
        ),
        (
            "other.example.test AAAA", "NOERROR AA", "other.example.test. 60 CNAME host.other.test.",
            "other.test. 60 SOA ns.other.test. root.other.test. 1 1 1 1 86400", ""
        ),
        ("deep.example.test A", "NOERROR AA", "deep.example.test. 60 CNAME host.sub.example.test.", referral, glue),
        // Wildcards.
        ("x.wild.example.test TXT", "NOERROR AA", #"x.wild.example.test. 60 TXT "any""#, "", ""),
        ("y.x.wild.example.test TXT", "NOERROR AA", #"y.x.wild.example.test. 60 TXT "any""#, "", ""),
        (
            "x.wild.example.test MX", "NOERROR AA", "x.wild.example.test. 60 MX 5 mail.example.test.", "",
            "mail.example.test. 300 A 192.0.2.25"
        ),
        ("x.wild.example.test A", "NOERROR AA", "", soa, ""),
        ("*.wild.example.test TXT", "NOERROR AA", #"*.wild.example.test. 60 TXT "any""#, "", ""),
        ("wild.example.test TXT", "NOERROR AA", "", soa, ""),
        ("known.wild.example.test TXT", "NOERROR AA", "", soa, ""),
        ("x.known.wild.example.test TXT", "NXDOMAIN AA", "", soa, ""),
        ("ent.wild.example.test TXT", "NOERROR AA", "", soa, ""),
        ("b.ent.wild.example.test TXT", "NXDOMAIN AA", "", soa, ""),
        (
            "x.alias.example.test AAAA", "NOERROR AA",
            "x.alias.example.test. 60 CNAME kdc.example.test.; kdc.example.test. 60 AAAA 2001:db8::88", "", ""
        ),
        // Delegation.
        ("sub.example.test A", "NOERROR", "", referral, glue),
        ("sub.example.test NS", "NOERROR", "", referral, glue),
        ("x.y.sub.example.test A", "NOERROR", "", referral, glue),
        ("hidden.sub.example.test A", "NOERROR", "", referral, glue),
        ("sub.example.test DS", "NOERROR AA", ##"sub.example.test. 60 DS \# 4 00010203"##, "", ""),
        ("x.sub.example.test DS", "NOERROR", "", referral, glue),
        // ANY gives one set.
        ("mail.example.test ANY", "NOERROR AA", "mail.example.test. 300 A 192.0.2.25", "", ""),
        ("www.example.test ANY", "NOERROR AA", "www.example.test. 60 CNAME web.example.test.", "", ""),
        ("_udp.example.test ANY", "NOERROR AA", "", soa, ""),
    ]

    private static let soa =
        "example.test. 30 SOA ns1.example.test. hostmaster.example.test. 1 7200 3600 1209600 30"
    private static let referral =
        "sub.example.test. 60 NS ns.sub.example.test.; sub.example.test. 60 NS ns.elsewhere.test.; "
        + "sub.example.test. 60 NS ns1.example.test."
    private static let glue =
        "ns.sub.example.test. 60 A 192.0.2.53; ns1.example.test. 3600 A 192.0.2.1; "
        + "ns1.example.test. 3600 AAAA 2001:db8::1"

    @Test("each question has its answer", arguments: 0..<cases.count)
    func answers(index: Int) throws {
        let (question, status, answer, authority, additional) = Self.cases[index]
        let words = question.split(separator: " ").map(String.init)
        let reply = try ask(zones, words[0], words[1])
        let isAuthoritative = reply.header.flags.contains(.authoritative)
        #expect("\(reply.responseCode)\(isAuthoritative ? " AA" : "")" == status, "\(question)")
        #expect(text(reply.answers) == answer, "\(question)")
        #expect(text(reply.authorities) == authority, "\(question)")
        #expect(text(reply.additionals) == additional, "\(question)")
        #expect(reply.questions.map(\.name.description) == [DomainName(words[0])?.description])
        #expect(reply.header.isResponse && reply.header.id == 7 && reply.edns == nil)
    }

    private func text(_ records: [ResourceRecord]) -> String {
        records.map { "\($0.owner) \($0.ttl) \($0.type) \($0.data.text)" }.joined(separator: "; ")
    }

    @Test("aliases that go round in circles end")
    func loops() throws {
        let reply = try ask(zones, "loop.example.test", "A")
        #expect(reply.responseCode == .noError)
        #expect(reply.answers.map(\.data.text) == ["loop2.example.test.", "loop.example.test."])
        let endless = ZoneSet([
            try zone(
                "a.test",
                "a.test. 1 IN SOA a. b. 1 1 1 1 1\na.test. 1 IN NS ns.\n*.w.a.test. 1 IN CNAME x.y.w.a.test.")
        ])
        #expect((1...20).contains(try ask(endless, "q.w.a.test", "A").answers.count))
    }

    @Test("the innermost of nested zones answers, and the parent for its DS")
    func nested() throws {
        let inner = """
            sub.example.test. 60 IN SOA ns.sub.example.test. root.sub.example.test. 1 1 1 1 10
            sub.example.test. 60 IN NS ns.sub.example.test.
            ns.sub.example.test. 60 IN A 192.0.2.99
            """
        let zones = ZoneSet([try zone("example.test", exampleLines), try zone("sub.example.test", inner)])
        #expect(try text(ask(zones, "ns.sub.example.test", "A").answers) == "ns.sub.example.test. 60 A 192.0.2.99")
        #expect(try ask(zones, "hidden.sub.example.test", "A").responseCode == .nameError)
        #expect(try text(ask(zones, "sub.example.test", "DS").answers) == ##"sub.example.test. 60 DS \# 4 00010203"##)
        let alone = ZoneSet([try zone("sub.example.test", inner)])
        #expect(try ask(alone, "sub.example.test", "DS").authorities.map(\.type) == [.soa])
    }

    @Test("the root can be a zone")
    func root() throws {
        let zones = ZoneSet([
            try zone(".", ". 60 IN SOA a. b. 1 2 3 4 5\n. 60 IN NS a.\na. 60 IN A 192.0.2.1\n*. 60 IN TXT any")
        ])
        #expect(try text(ask(zones, "a", "A").answers) == "a. 60 A 192.0.2.1")
        #expect(try text(ask(zones, ".", "NS").additionals) == "a. 60 A 192.0.2.1")
        #expect(try text(ask(zones, "b.c", "TXT").answers) == #"b.c. 60 TXT "any""#)
    }
}
