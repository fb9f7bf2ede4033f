import FairwayDNS
import FairwayNet
import Testing

@testable import FairwayNameServer

@Suite("Responder")
struct ResponderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var type: RecordType
        var code: ResponseCode
        var answers: [RecordType] = []
        var authorities: [RecordType] = []
        var isAuthoritative = true

        var testDescription: String { "\(name) \(type)" }
    }

    private static let cases = [
        Case(name: "kdc.example.test", type: .a, code: .noError, answers: [.a, .a]),
        Case(name: "KDC.eXaMpLe.test", type: .aaaa, code: .noError, answers: [.aaaa]),
        Case(name: "_kerberos._udp.example.test", type: .srv, code: .noError, answers: [.srv, .srv]),
        Case(name: "_kerberos.example.test", type: .uri, code: .noError, answers: [.uri]),
        Case(name: "www.example.test", type: .a, code: .noError, answers: [.cname, .cname, .a, .a]),
        Case(name: "www.example.test", type: .cname, code: .noError, answers: [.cname]),
        Case(name: "other.example.test", type: .a, code: .noError, answers: [.cname, .a]),
        Case(name: "missing.example.test", type: .a, code: .nameError, authorities: [.soa]),
        Case(name: "kdc.example.test", type: .txt, code: .noError, authorities: [.soa]),
        Case(name: "_udp.example.test", type: .a, code: .noError, authorities: [.soa]),
        Case(name: "_udp.example.test", type: .any, code: .noError, authorities: [.soa]),
        Case(name: "kdc.example.test", type: RecordType(rawValue: 1_000), code: .noError, authorities: [.soa]),
        Case(name: "no.example.test", type: RecordType(rawValue: 1_000), code: .nameError, authorities: [.soa]),
        Case(name: "example.test", type: .any, code: .noError, answers: [.ns, .ns]),
        Case(name: "x.wild.example.test", type: .txt, code: .noError, answers: [.txt]),
        Case(
            name: "x.sub.example.test", type: .a, code: .noError, authorities: [.ns, .ns, .ns], isAuthoritative: false),
        Case(name: "example.com", type: .a, code: .refused, isAuthoritative: false),
        Case(name: ".", type: .ns, code: .refused, isAuthoritative: false),
        Case(name: "later.test", type: .soa, code: .serverFailure, isAuthoritative: false),
        Case(name: "host.later.test", type: .a, code: .serverFailure, isAuthoritative: false),
        Case(name: "kdc.example.test", type: .opt, code: .formatError, isAuthoritative: false),
    ]

    @Test("questions are answered from the table", arguments: cases)
    func answers(_ item: Case) throws {
        var asking = Asking(try exampleTable())
        let reply = try asking.ask(item.name, item.type)
        #expect(reply.responseCode == item.code)
        #expect(reply.answers.map(\.type) == item.answers)
        #expect(reply.authorities.map(\.type) == item.authorities)
        let flags = reply.header.flags
        #expect(flags.contains(.authoritative) == item.isAuthoritative)
        #expect(flags.contains(.recursionDesired) && !flags.contains(.recursionAvailable) && reply.header.isResponse)
        #expect(reply.header.id == 0xBEEF && reply.edns == nil)
        #expect(reply.questions.map { "\($0.name)" } == ["\(try DomainName(parsing: item.name))"])
    }

    @Test("before there is a table, everything is answered with SERVFAIL")
    func unready() throws {
        var asking = Asking()
        let reply = try asking.ask("kdc.example.test", .a, edns: EDNS(udpPayloadSize: 4_096))
        #expect(reply.responseCode == .serverFailure && reply.edns?.udpPayloadSize == 1_232)
        #expect(try asking.ask("kdc.example.test", .axfr).responseCode == .serverFailure)
    }
}
