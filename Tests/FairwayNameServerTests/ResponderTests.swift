import FairwayDNS
import FairwayDNSTestSupport
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
        let asking = Asking(try exampleTable())
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
        let asking = Asking()
        let reply = try asking.ask("kdc.example.test", .a, edns: EDNS(udpPayloadSize: 4_096))
        #expect(reply.responseCode == .serverFailure && reply.edns?.udpPayloadSize == 1_232)
        #expect(try asking.ask("kdc.example.test", .axfr).responseCode == .serverFailure)
    }
}

@Suite("Odd messages")
struct OddMessageTests {
    @Test(
        "operations that are not there are NOTIMP; a notification is for secondaries",
        arguments: [
            (Opcode.update, "example.test", ResponseCode.notImplemented),
            (.notify, "example.test", .notImplemented), (.notify, "www.example.test", .notAuthoritative),
            (.notify, "example.com", .notAuthoritative), (Opcode(rawValue: 1), "example.test", .notImplemented),
            (Opcode(rawValue: 2), "example.test", .notImplemented),
            (Opcode(rawValue: 15), "example.test", .notImplemented),
        ])
    func operations(opcode: Opcode, name: String, code: ResponseCode) throws {
        let asking = Asking(try exampleTable())
        let reply = try asking.ask(try question(name, .soa, opcode: opcode))
        #expect(reply.responseCode == code && reply.header.opcode == opcode && reply.answers.isEmpty)
        #expect(!reply.header.flags.contains(.authoritative))
    }

    @Test("classes other than IN are refused", arguments: [3, 4, 254, 255] as [UInt16])
    func classes(number: UInt16) throws {
        let asking = Asking(try exampleTable())
        let message = try question("kdc.example.test", .a, class: RecordClass(rawValue: number))
        #expect(try asking.ask(message).responseCode == .refused)
    }

    @Test("two questions are malformed (RFC 9619), and so is what ends early; of what is unknown nobody can tell")
    func malformed() throws {
        let asking = Asking(try exampleTable())
        var message = try question("kdc.example.test", .a)
        let whole = try message.encoded()
        message.questions += message.questions
        for bytes in [try message.encoded(), Array(whole.dropLast()), whole + [0], Array(whole[..<12])] {
            let reply = try Message(reading: try #require(asking.answer(to: bytes)))
            #expect(reply.responseCode == .formatError && reply.header.id == 0xBEEF && reply.questions.isEmpty)
            #expect(reply.header.flags.contains(.recursionDesired))
        }
        var unknown = Array(whole.dropLast())
        unknown[2] |= 15 << 3
        #expect(try Message(reading: try #require(asking.answer(to: unknown))).responseCode == .notImplemented)
    }

    @Test("answers and what has no header are not answered")
    func ignored() throws {
        let asking = Asking(try exampleTable())
        var bytes = try question("kdc.example.test", .a).encoded()
        #expect(asking.answer(to: Array(bytes[..<11])) == nil && asking.answer(to: []) == nil)
        bytes[2] |= 0x80
        #expect(asking.answer(to: bytes) == nil)
        #expect(asking.responder.tally.ignored == 3)
    }

    @Test("the question comes back byte for byte, and flags that mean nothing in a question do not")
    func echo() throws {
        let asking = Asking(try exampleTable())
        var bytes = try question("_KeRbErOs._UdP.eXaMpLe.TeSt", .srv).encoded()
        // AA, TC, RA, Z, AD and CD.
        bytes[2] |= 0x06
        bytes[3] |= 0xF0
        let reply = try #require(asking.answer(to: bytes))
        #expect(reply[12..<bytes.count] == bytes[12...])
        #expect(reply[2] == 0x85 && reply[3] == 0x10)
    }

    @Test("an alias is answered with whatever it leads to, one that leads in a circle once round")
    func aliases() throws {
        let asking = Asking(try exampleTable())
        #expect(try asking.ask("loop.example.test", .a).answers.map(\.type) == [.cname, .cname])
        let gone = try asking.ask("gone.example.test", .a)
        #expect(gone.responseCode == .nameError && gone.answers.count == 1 && gone.authorities.map(\.type) == [.soa])
        #expect(try asking.ask("www.example.test", .srv).answers.map(\.type) == [.cname, .cname])
        #expect(try asking.ask("www.example.test", .srv).authorities.map(\.type) == [.soa])
    }

    @Test("the addresses of a service's hosts come with it; the TTL of what is not there is the SOA's least")
    func additionals() throws {
        let asking = Asking(try exampleTable())
        let service = try asking.ask("_kerberos._udp.example.test", .srv)
        #expect(service.additionals.map(\.type).sorted() == [.a, .a, .aaaa])
        #expect(try asking.ask("missing.example.test", .a).authorities.map(\.ttl) == [30])
    }
}
