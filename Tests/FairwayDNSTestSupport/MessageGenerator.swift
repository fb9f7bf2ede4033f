package import FairwayDNS
import FairwayNet
package import FairwayTestSupport

/// Makes messages of all kinds, the same ones for the same seed.
package struct MessageGenerator {
    package var random: SeededGenerator

    package init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    package mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }

    package mutating func bytes(_ range: Range<Int>) -> [UInt8] {
        (0..<number(range)).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    package mutating func label() -> String {
        let usual = ["kdc", "_kerberos", "_udp", "Example", "test", "*", "a", "xn--bcher-kva", "b\\.c", "\\000"]
        return usual[number(0..<usual.count)]
    }

    package mutating func name() -> DomainName {
        (0..<number(0..<6)).reduce(.root) { name, _ in (try? name.prepending(unescaped(label()))) ?? name }
    }

    private func unescaped(_ label: String) -> String {
        switch label {
        case "b\\.c": "b.c"
        case "\\000": "\0"
        default: label
        }
    }

    package mutating func characterString() -> CharacterString {
        valid(CharacterString(bytes(0..<[4, 20, 256][number(0..<3)])))
    }

    package mutating func data() -> RecordData {
        switch number(0..<14) {
        case 0: .a(IPv4Address(rawValue: random.next32()))
        case 1: .aaaa(IPv6Address(high: random.next(), low: random.next() & 0xFFFF))
        case 2: .ns(name())
        case 3: .cname(name())
        case 4: .ptr(name())
        case 5:
            .soa(
                StartOfAuthority(
                    primary: name(), contact: name(), serial: random.next32(), refresh: random.next32(), retry: 3,
                    expire: 4, minimum: random.next32()))
        case 6: .mx(preference: random.next16(), exchange: name())
        case 7:
            .srv(
                ServiceLocation(
                    priority: random.next16(), weight: random.next16(), port: random.next16(), target: name()))
        case 8: texts()
        case 9: .uri(priority: random.next16(), weight: random.next16(), target: bytes(0..<300))
        case 10:
            .caa(
                valid(
                    CertificationAuthority(
                        flags: UInt8(number(0..<256)), tag: valid(CharacterString("issue9".utf8)), value: bytes(0..<30))
                ))
        case 11: .svcb(binding())
        case 12: .https(binding())
        default: .opaque(RecordType(rawValue: UInt16(number(1_000..<2_000))), bytes(0..<40))
        }
    }

    private mutating func texts() -> RecordData {
        .txt(valid(CharacterStrings((0...number(0..<3)).map { _ in characterString() })))
    }

    /// A binding whose parameters are what their keys say.
    private mutating func binding() -> ServiceBinding {
        let choices: [ServiceBinding.Parameter] = [
            .init(key: 0, value: [0, 3]), .init(key: 1, value: [2, 0x68, 0x32, 3, 0x61, 0x2C, 0x5C]),
            .init(key: 2, value: []), .init(key: 3, value: bytes(2..<3)),
            .init(key: 4, value: [192, 0, 2, 1, 1, 2, 3, 4]),
            .init(key: 5, value: bytes(1..<20)), .init(key: 6, value: bytes(16..<17)),
            .init(key: 4_711, value: bytes(0..<9)), .init(key: 65_000, value: bytes(0..<9)),
        ]
        var chosen = choices.filter { $0.key == 3 || number(0..<2) == 0 }
        if !chosen.contains(where: { $0.key == 1 }) { chosen.removeAll { $0.key == 2 } }
        return valid(ServiceBinding(priority: UInt16(number(1..<4)), target: name(), parameters: chosen))
    }

    package mutating func record() -> ResourceRecord {
        if number(0..<20) == 0 {
            return ResourceRecord(owner: name(), class: .any, ttl: 0, data: .opaque(.srv, []))
        }
        return ResourceRecord(owner: name(), ttl: random.next32() >> 1, data: data())
    }

    package mutating func message() -> Message {
        var header = MessageHeader(id: random.next16(), opcode: [.query, .notify, .update][number(0..<3)])
        header.flags.insert([[], .response, [.response, .authoritative], .truncated][number(0..<4)])
        let edns = number(0..<2) == 0 ? nil : self.edns()
        return Message(
            header: header,
            questions: (0..<number(0..<3)).map { _ in
                Question(name: name(), type: data().type, class: number(0..<9) == 0 ? .any : .internet)
            },
            answers: records(), authorities: records(), additionals: records(),
            responseCode: ResponseCode(rawValue: UInt16(number(0..<(edns == nil ? 16 : 4096)))), edns: edns,
            tsig: number(0..<5) == 0 ? tsig() : nil)
    }

    private mutating func records() -> [ResourceRecord] { (0..<number(0..<8)).map { _ in record() } }

    private mutating func edns() -> EDNS {
        EDNS(
            udpPayloadSize: random.next16(), version: UInt8(number(0..<3)), dnssecOK: number(0..<2) == 0,
            options: (0..<number(0..<3)).map { _ in EDNS.Option(code: UInt16(number(0..<16)), data: bytes(0..<40)) })
    }

    private mutating func tsig() -> TSIGRecord {
        TSIGRecord(
            key: name(), algorithm: name(), timeSigned: random.next() >> 16, fudge: random.next16(), mac: bytes(0..<64),
            originalID: random.next16(), error: .badTime, otherData: bytes(0..<7))
    }

    /// The bytes with a few of the changes that an attacker or a bad cable would make.
    package mutating func mutated(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0...number(0..<4) where !bytes.isEmpty {
            let index = number(0..<bytes.count)
            switch number(0..<8) {
            case 0: bytes[index] ^= 1 << UInt8(number(0..<8))
            case 1: bytes[index] = [0, 1, 0x3F, 0x40, 0x80, 0xC0, 0xFF][number(0..<7)]
            case 2: bytes.removeLast(number(0..<min(bytes.count, 20)))
            case 3: bytes.insert(UInt8(number(0..<256)), at: index)
            case 4: bytes.remove(at: index)
            case 5:
                bytes.replaceSubrange(index..., with: [0xC0, UInt8(number(0..<256))] + bytes[index...].dropFirst(2))
            case 6: bytes += bytes[index...].prefix(60)
            default: bytes[number(0..<min(bytes.count, 12))] = UInt8(number(0..<4))
            }
        }
        return bytes
    }
}

extension SeededGenerator {
    package mutating func next32() -> UInt32 { UInt32(truncatingIfNeeded: next()) }
    package mutating func next16() -> UInt16 { UInt16(truncatingIfNeeded: next()) }
}

/// What the generator has made, which is always valid.
private func valid<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("the generator has made what there cannot be") }
    return value
}
