import FairwayDNS
import FairwayDNSTestSupport
import Testing

@Suite("Data of records")
struct RecordDataTests {
    @Test(
        "data are read and printed in the form of their type",
        arguments: [
            ("A", "192.0.2.1", "192.0.2.1"), ("AAAA", "2001:DB8::1", "2001:db8::1"),
            ("NS", "ns1.example.test", "ns1.example.test."), ("CNAME", ".", "."),
            ("PTR", #"a\.b.test."#, #"a\.b.test."#), ("MX", "10 mail.test", "10 mail.test."),
            ("SRV", "0 100 88 kdc.example.test.", "0 100 88 kdc.example.test."),
            ("SRV", "  0\t100   88 . ", "0 100 88 ."),
            ("SOA", "ns. root.test. 1 2 3 4 4294967295", "ns. root.test. 1 2 3 4 4294967295"),
            ("TXT", #"hello "two words" "a\"b\\c" "" \196"#, #""hello" "two words" "a\"b\\c" "" "\196""#),
            ("URI", #"10 1 "krb5srv:m:tcp:kdc.test""#, #"10 1 "krb5srv:m:tcp:kdc.test""#),
            ("CAA", "0 issue ca.test", #"0 issue "ca.test""#),
            ("SVCB", "0 svc.test", "0 svc.test."),
            (
                "HTTPS", "1 . port=8443 alpn=h2,h3 ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:db8::1",
                "1 . alpn=h2,h3 port=8443 ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:db8::1"
            ),
            (
                "svcb", #"16 a.test mandatory=alpn,port alpn="f\\\\oo\\,bar,h2" port=1 no-default-alpn key667=hello"#,
                #"16 a.test. mandatory=alpn,port alpn=f\\\\oo\\,bar,h2 no-default-alpn port=1 key667=hello"#
            ),
            ("SVCB", "1 . ech=AEX+DQ== key4711", "1 . ech=AEX+DQ== key4711"),
            ("SVCB", "1 . key3=abc key5", "1 . key3=abc key5"),
            ("TYPE4711", ##"\# 3 0102 fF"##, ##"\# 3 0102ff"##), ("TYPE4711", ##"\# 0"##, ##"\# 0"##),
            ("TYPE1", ##"\# 4 c0000201"##, "192.0.2.1"), ("SRV", ##"\# 7 0000 0064 0058 00"##, "0 100 88 ."),
        ])
    func reads(type: String, text: String, printed: String) throws {
        let type = try #require(RecordType(type))
        let data = try RecordData(type, parsing: text)
        #expect(data.text == printed)
        #expect(try RecordData(type, parsing: printed) == data)
    }

    @Test(
        "what does not fit the type is refused",
        arguments: [
            ("A", ""), ("A", "192.0.2.1 192.0.2.2"), ("A", "2001:db8::1"), ("A", "1.2.3"), ("AAAA", "192.0.2.1"),
            ("NS", ""), ("NS", "a b"), ("CNAME", "a..b"), ("MX", "65536 a"), ("MX", "-1 a"), ("MX", "a 10"),
            ("MX", "10"),
            ("SRV", "0 0 0"), ("SRV", "0 0 70000 a"), ("SRV", "0 0 +1 a"), ("SRV", "0 0 1 a b"), ("TXT", ""),
            ("TXT", "\"open"), ("TXT", #"a\"#), ("TXT", #"\300"#), ("TXT", String(repeating: "a", count: 256)),
            ("SOA", "a b 1 2 3 4"), ("SOA", "a b 1 2 3 4 4294967296"), ("CAA", "0 is-sue x"), ("CAA", "256 issue x"),
            ("CAA", "0 issue"), ("SVCB", "1"), ("SVCB", "0 a port=1"), ("SVCB", "1 . port=1 port=2"),
            ("SVCB", "1 . port"), ("SVCB", "1 . port=65536"), ("SVCB", "1 . alpn="), ("SVCB", "1 . alpn=a,,b"),
            ("SVCB", "1 . mandatory=port"), ("SVCB", "1 . mandatory=mandatory"), ("SVCB", "1 . ipv4hint=::1"),
            ("SVCB", "1 . no-default-alpn=x alpn=h2"), ("SVCB", "1 . no-default-alpn"), ("SVCB", "1 . key01=x"),
            ("SVCB", "1 . nonsense=x"),
            ("SVCB", "1 . ech=A"), ("SVCB", "1 . ech="), ("SVCB", "1 . port=+5"), ("TYPE4711", "hello"),
            ("TYPE4711", ##"\# 2 01"##), ("TYPE4711", ##"\# 1 0g"##),
            ("TYPE4711", ##"\# 1 0"##), ("TYPE4711", ##"\# 1 +1"##), ("A", ##"\# 3 010203"##), ("TXT", ##"\# 2 0261"##),
        ])
    func refuses(type: String, text: String) throws {
        let type = try #require(RecordType(type))
        let error = try #require(throws: DNSParseError.self) { try RecordData(type, parsing: text) }
        #expect(
            error.message.contains("expected") || error.message.contains("domain name")
                || error.message.contains("more than 255"))
    }

    @Test("a refusal says what was expected")
    func refusal() throws {
        let error = try #require(throws: DNSParseError.self) { try RecordData(.srv, parsing: "0 100 kdc.test") }
        #expect(
            error.message
                == "“0 100 kdc.test” is not the data of a record of type SRV: expected priority, weight, port and host, "
                + "as in 0 100 88 kdc.example.test")
    }

    @Test("what is printed is read again as it was", arguments: 0..<20 as Range<UInt64>)
    func textRoundTrip(seed: UInt64) throws {
        var generator = MessageGenerator(seed: seed)
        for _ in 0..<100 {
            let data = generator.data()
            #expect(try RecordData(data.type, parsing: data.text) == data, "\(data.text)")
        }
    }

    @Test("types have names, and those without one a number", arguments: ["A", "SRV", "HTTPS", "TYPE4711", "TYPE0"])
    func types(text: String) throws {
        #expect(RecordType(text)?.description == text)
        #expect(RecordType(text.lowercased())?.description == text)
    }

    @Test("what is no type is refused", arguments: ["", "B", "TYPE", "TYPE65536", "TYPE-1", "TYPE+1", "A "])
    func noTypes(text: String) {
        #expect(RecordType(text) == nil)
    }
}
