package import FairwayDNS

/// A record from a line of a zone file: owner, TTL, `IN`, type, data.
package func record(_ line: String) throws -> ResourceRecord {
    let parts = line.split(separator: " ", maxSplits: 4).map(String.init)
    guard parts.count == 5, let ttl = UInt32(parts[1]), let type = RecordType(parts[3]) else {
        throw DNSParseError("the test has no record in \(line)")
    }
    return ResourceRecord(
        owner: try DomainName(parsing: parts[0]), ttl: ttl, data: try RecordData(type, parsing: parts[4]))
}

package func zone(_ apex: String, _ lines: String) throws -> CompiledZone {
    try CompiledZone(
        apex: DomainName(parsing: apex), records: lines.split(separator: "\n").map { try record(String($0)) })
}

/// One zone with a bit of everything.
package let exampleLines = """
    example.test. 3600 IN SOA ns1.example.test. hostmaster.example.test. 1 7200 3600 1209600 30
    example.test. 3600 IN NS ns1.example.test.
    example.test. 3600 IN NS ns2.example.test.
    example.test. 3600 IN MX 10 mail.example.test.
    ns1.example.test. 3600 IN A 192.0.2.1
    ns1.example.test. 3600 IN AAAA 2001:db8::1
    ns2.example.test. 3600 IN A 192.0.2.2
    mail.example.test. 300 IN A 192.0.2.25
    KDC.example.test. 60 IN A 192.0.2.88
    KDC.example.test. 30 IN A 192.0.2.89
    kdc.example.test. 60 IN AAAA 2001:db8::88
    _kerberos._udp.example.test. 60 IN SRV 0 100 88 kdc.example.test.
    _kerberos._udp.example.test. 60 IN SRV 10 100 88 kdc2.example.test.
    _kerberos.example.test. 60 IN URI 0 100 "krb5srv:m:udp:kdc.example.test"
    www.example.test. 60 IN CNAME web.example.test.
    web.example.test. 60 IN CNAME kdc.example.test.
    out.example.test. 60 IN CNAME www.example.com.
    gone.example.test. 60 IN CNAME missing.example.test.
    loop.example.test. 60 IN CNAME loop2.example.test.
    loop2.example.test. 60 IN CNAME loop.example.test.
    deep.example.test. 60 IN CNAME host.sub.example.test.
    other.example.test. 60 IN CNAME host.other.test.
    *.wild.example.test. 60 IN TXT "any"
    *.wild.example.test. 60 IN MX 5 mail.example.test.
    known.wild.example.test. 60 IN A 192.0.2.7
    a.ent.wild.example.test. 60 IN A 192.0.2.8
    *.alias.example.test. 60 IN CNAME kdc.example.test.
    sub.example.test. 60 IN NS ns.sub.example.test.
    sub.example.test. 60 IN NS ns1.example.test.
    sub.example.test. 60 IN NS ns.elsewhere.test.
    ns.sub.example.test. 60 IN A 192.0.2.53
    hidden.sub.example.test. 60 IN A 192.0.2.54
    sub.example.test. 60 IN DS \\# 4 00010203
    """

package let otherLines = """
    other.test. 60 IN SOA ns.other.test. root.other.test. 1 1 1 1 86400
    other.test. 60 IN NS ns.other.test.
    ns.other.test. 60 IN A 192.0.2.3
    host.other.test. 60 IN A 192.0.2.4
    """
