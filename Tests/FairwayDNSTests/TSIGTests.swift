import FairwayDNS
import FairwayDNSTestSupport
import Testing

@Suite("TSIG")
struct TSIGTests {
    private let now: UInt64 = 1_800_000_000

    private func key(_ name: String = "transfer.test", _ algorithm: TSIGAlgorithm = .sha256) throws -> TSIGKey {
        try TSIGKey(name: DomainName(parsing: name), algorithm: algorithm, secret: "c2VjcmV0IHNlY3JldCBzZWNyZXQ=")
    }

    private func request() throws -> [UInt8] {
        try Message(
            header: MessageHeader(id: 4711), questions: [Question(name: DomainName(parsing: "a.test"), type: .axfr)],
            edns: EDNS(udpPayloadSize: 1232)
        ).encoded()
    }

    private func answer(_ index: Int) throws -> [UInt8] {
        try Message(
            header: MessageHeader(id: 4711, flags: .response),
            answers: [try record("h\(index).a.test. 60 IN A 192.0.2.\(index)")]
        ).encoded()
    }

    /// What a server that knows `key` makes of a request.
    private func verdict(_ request: [UInt8], _ keys: [TSIGKey], at time: UInt64? = nil) -> String {
        switch TSIGKeys(keys).verify(request, at: time ?? now) {
        case nil: "unsigned"
        case .verified: "verified"
        case .refused(let failure, let refusal): "\(refusal.error) \(failure)"
        case .malformed(let failure): "FORMERR \(failure)"
        }
    }

    @Test("a request and its answers are verified with every algorithm", arguments: TSIGAlgorithm.allCases)
    func conversation(algorithm: TSIGAlgorithm) throws {
        let key = try key("Transfer.TEST", algorithm)
        var client = TSIGSession(key: key)
        var bytes = try request()
        let length = bytes.count
        try client.signRequest(&bytes, at: now)
        #expect(bytes.count == length + client.signatureLength)
        guard
            case .verified(var server) = TSIGKeys([try self.key("transfer.test", algorithm)]).verify(
                bytes, at: now + 200)
        else {
            Issue.record("the request is not verified")
            return
        }
        for index in 0..<4 {
            var answer = try answer(index)
            try server.signAnswer(&answer, at: now + 200)
            try client.verifyAnswer(answer, at: now)
            #expect(client.isSettled)
        }
    }

    @Test("answers between signed ones may be unsigned, up to a hundred")
    func unsignedBetween() throws {
        let key = try key()
        var client = TSIGSession(key: key)
        var bytes = try request()
        try client.signRequest(&bytes, at: now)
        guard case .verified(var server) = TSIGKeys([key]).verify(bytes, at: now) else { return }
        var first = try answer(0)
        #expect(throws: TSIGFailure.unsigned) { try client.verifyAnswer(first, at: now) }
        try server.signAnswer(&first, at: now)
        try client.verifyAnswer(first, at: now)
        for index in 1..<100 { try client.verifyAnswer(try answer(index), at: now) }
        #expect(!client.isSettled)
        #expect(throws: TSIGFailure.unsigned) { try client.verifyAnswer(try answer(100), at: now) }
    }

    @Test("every changed byte of a signed request is noticed")
    func tampering() throws {
        let key = try key()
        var client = TSIGSession(key: key)
        var bytes = try request()
        try client.signRequest(&bytes, at: now)
        #expect(verdict(bytes, [key]) == "verified")
        for index in bytes.indices where index > 1 {
            var changed = bytes
            changed[index] ^= 0x01
            #expect(verdict(changed, [key]) != "verified", "byte \(index)")
        }
        // The id may change on the way: what was signed is in the record.
        bytes[0] ^= 0xFF
        #expect(verdict(bytes, [key]) == "verified")
        // Nor does the case of the key's name matter.
        #expect(verdict(bytes, [try self.key("TRANSFER.test")]) == "verified")
    }

    @Test("key, algorithm, secret and time are looked at, each by itself")
    func failures() throws {
        var bytes = try request()
        #expect(verdict(bytes, [try key()]) == "unsigned")
        var client = TSIGSession(key: try key())
        try client.signRequest(&bytes, at: now)
        let name = "the TSIG key transfer.test."
        for keys in [[], [try key("other.test")], [try key("transfer.test", .sha512)]] {
            #expect(
                verdict(bytes, keys)
                    == "it does not know the key (BADKEY) the message is signed with \(name), which is not known here by "
                    + "that algorithm")
        }
        let otherSecret = try TSIGKey(
            name: try DomainName(parsing: "transfer.test"), algorithm: .sha256, secret: "AAAA")
        #expect(
            verdict(bytes, [otherSecret])
                == "the signature is wrong (BADSIG) the message's signature with \(name) is wrong: both sides must have the "
                + "same secret")
        for time in [now - 301, now + 301, 0, .max] {
            #expect(
                verdict(bytes, [try key()], at: time)
                    == "the clocks differ (BADTIME) the message was signed with \(name) at \(now), and here it is \(time) "
                    + "(seconds since 1970): set the clocks")
        }
        for time in [now - 300, now + 300] { #expect(verdict(bytes, [try key()], at: time) == "verified") }
    }

    @Test("a code that is shortened is told from one that cannot be", arguments: [0, 9, 10, 15, 16, 31, 33])
    func truncation(length: Int) throws {
        let key = try key()
        var client = TSIGSession(key: key)
        var bytes = try request()
        try client.signRequest(&bytes, at: now)
        var message = try Message(reading: bytes)
        var mac = message.tsig?.mac ?? []
        mac = Array(mac.prefix(length)) + (length > 32 ? [0] : [])
        message.tsig?.mac = mac
        let expected = (16..<32).contains(length) ? "the signature is too short (BADTRUNC)" : "FORMERR"
        #expect(verdict(try message.encoded(), [key]).hasPrefix(expected))
    }

    @Test("what a refusal appends is read by the client")
    func refusals() throws {
        let key = try key()
        var client = TSIGSession(key: key)
        var bytes = try request()
        try client.signRequest(&bytes, at: now)
        for (keys, time, error) in [
            ([], now, TSIGError.badKey),
            ([try TSIGKey(name: key.name, algorithm: .sha256, secret: "AAAA")], now, .badSignature),
            ([key], now + 1_000, .badTime),
        ] {
            guard case .refused(_, let refusal) = TSIGKeys(keys).verify(bytes, at: time) else {
                Issue.record("the request is verified")
                return
            }
            var answer = try answer(1)
            try refusal.append(to: &answer, at: time)
            #expect(throws: TSIGFailure.refused(key.name, error)) { try client.verifyAnswer(answer, at: now) }
            let tsig = try #require(try Message(reading: answer).tsig)
            #expect(tsig.mac.isEmpty == (error != .badTime))
            #expect(tsig.otherData == (error == .badTime ? [0, 0, 0x6B, 0x49, 0xD5, 0xE8] : []))
        }
    }

    @Test("an answer of somebody else, to something else or out of order is refused")
    func wrongAnswers() throws {
        let key = try key()
        var client = TSIGSession(key: key)
        var bytes = try request()
        try client.signRequest(&bytes, at: now)
        guard case .verified(var server) = TSIGKeys([key]).verify(bytes, at: now) else { return }
        var other = try request()
        var stranger = TSIGSession(key: try self.key("other.test"))
        try stranger.signRequest(&other, at: now)
        #expect(throws: TSIGFailure.badKey(try DomainName(parsing: "other.test"))) {
            try client.verifyAnswer(other, at: now)
        }
        #expect(throws: TSIGFailure.badSignature(key.name)) { try client.verifyAnswer(bytes, at: now) }
        var (first, second) = (try answer(1), try answer(2))
        try server.signAnswer(&first, at: now)
        try server.signAnswer(&second, at: now)
        #expect(throws: TSIGFailure.badSignature(key.name)) { try client.verifyAnswer(second, at: now) }
        try client.verifyAnswer(first, at: now)
        try client.verifyAnswer(second, at: now)
        #expect(throws: TSIGFailure.self) { try client.verifyAnswer([1, 2, 3], at: now) }
    }

    @Test(
        "algorithms are read by their names, and others refused with those that there are",
        arguments: ["hmac-sha224", "hmac-md5.sig-alg.reg.int", "sha256", ""])
    func algorithms(text: String) throws {
        let error = try #require(throws: DNSParseError.self) { try TSIGAlgorithm(parsing: text) }
        #expect(
            error.message
                == "“\(text)” is not a TSIG algorithm that Fairway has: use hmac-sha256, hmac-sha384, hmac-sha512 or hmac-sha1"
        )
        #expect(try TSIGAlgorithm(parsing: "HMAC-SHA256.") == .sha256)
    }

    @Test("a secret that is no base 64 is refused", arguments: ["", "A", "====", "AA=A", "AB==", "@@@@", "AAAA AAAA"])
    func secrets(text: String) throws {
        let error = try #require(throws: DNSParseError.self) {
            try TSIGKey(name: DomainName(parsing: "k"), algorithm: .sha1, secret: text)
        }
        #expect(error.message == "The secret of the TSIG key k. is not base 64: write it as tsig-keygen prints it")
    }
}
