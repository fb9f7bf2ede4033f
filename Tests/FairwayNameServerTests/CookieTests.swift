import FairwayDNS
import FairwayDNSTestSupport
import FairwayNet
import Testing

@testable import FairwayNameServer

@Suite("Cookies")
struct CookieTests {
    /// RFC 9018 appendix A: a client's part, its address, the secret, a server's part and when it was made.
    struct Vector: Sendable {
        var client: UInt64
        var address: String
        var secret: String
        var server: UInt128
        var time: UInt64
    }

    private static let vectors = [
        Vector(
            client: 0x2464_C4AB_CF10_C957, address: "198.51.100.100", secret: "e5e973e5a6b2a43f48e7dc849e37bfcf",
            server: 0x0100_0000_5CF7_9F11_1F81_30C3_EEE2_9480, time: 1_559_731_985),
        Vector(
            client: 0x2464_C4AB_CF10_C957, address: "198.51.100.100", secret: "e5e973e5a6b2a43f48e7dc849e37bfcf",
            server: 0x0100_0000_5CF7_A871_D4A5_64A1_442A_CA77, time: 1_559_734_385),
        Vector(
            client: 0x2268_1AB9_7D52_C298, address: "2001:db8:220:1:59de:d0f4:8769:82b8",
            secret: "dd3bdf9344b678b185a6f5cb60fca715", server: 0x0100_0000_5CF7_C579_2655_6BD0_934C_72F8,
            time: 1_559_741_817),
        Vector(
            client: 0x2268_1AB9_7D52_C298, address: "2001:db8:220:1:59de:d0f4:8769:82b8",
            secret: "445536bcd2513298075a5d379663c962", server: 0x0100_0000_5CF7_C609_A6BB_79D1_6625_507A,
            time: 1_559_741_961),
    ]

    @Test("the RFC's cookies are made and known again", arguments: vectors)
    func known(_ vector: Vector) throws {
        let secret = try #require(CookieSecret(try [UInt8](hexadecimal: vector.secret)))
        let address = try IPAddress(parsing: vector.address)
        let fresh = Cookie(client: vector.client)
        let cookie = Cookie(client: vector.client, server: .sixteen(vector.server))
        #expect(secret.answer(to: fresh, isGood: false, of: address, at: vector.time) == cookie)
        #expect(secret.isGood(cookie, of: address, at: vector.time))
        #expect(!secret.isGood(fresh, of: address, at: vector.time))
        #expect(!secret.isGood(cookie, of: try IPAddress(parsing: "192.0.2.1"), at: vector.time))
    }

    @Test("a cookie with other reserved bytes is good (RFC 9018 A.3)")
    func reserved() throws {
        let secret = try #require(CookieSecret(try [UInt8](hexadecimal: "e5e973e5a6b2a43f48e7dc849e37bfcf")))
        let address = try IPAddress(parsing: "203.0.113.203")
        let cookie = Cookie(
            client: 0xFC93_FC62_807D_DB86, server: .sixteen(0x01AB_CDEF_5CF7_8F71_A314_227B_6679_EBF5))
        #expect(secret.isGood(cookie, of: address, at: 1_559_727_985))
        let other = Cookie(client: cookie.client, server: .sixteen(0x0100_0000_5CF7_8F71_A314_227B_6679_EBF5))
        #expect(!secret.isGood(other, of: address, at: 1_559_727_985))
    }

    @Test("a cookie is good for an hour, and from servers whose clock is five minutes ahead; an old one is renewed")
    func ages() throws {
        let secret = try #require(CookieSecret(Array(0..<16)))
        let address = IPAddress.v4(IPv4Address(192, 0, 2, 1))
        let cookie = secret.answer(to: Cookie(client: 1), isGood: false, of: address, at: 1_000_000)
        for (time, isGood) in [(-301, false), (-300, true), (0, true), (3_600, true), (3_601, false)] {
            #expect(secret.isGood(cookie, of: address, at: UInt64(1_000_000 + time)) == isGood, "\(time)")
        }
        #expect(secret.answer(to: cookie, isGood: true, of: address, at: 1_001_799) == cookie)
        #expect(secret.answer(to: cookie, isGood: true, of: address, at: 1_001_800) != cookie)
        #expect(secret.answer(to: cookie, isGood: false, of: address, at: 1_000_001) != cookie)
    }

    @Test("SipHash is that of its paper")
    func sipHash() {
        let code = SipHash.code(of: 0..<15 as Range<UInt8>, key: (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908))
        #expect(code == 0xA129_CA61_49BE_45E5)
    }

    @Test("a secret has sixteen bytes")
    func secrets() {
        #expect(CookieSecret([]) == nil && CookieSecret(Array(repeating: 1, count: 17)) == nil)
        #expect(CookieSecret.random() != CookieSecret.random())
    }
}

extension [UInt8] {
    /// - Throws: where the text is not made of pairs of hexadecimal digits.
    fileprivate init(hexadecimal text: String) throws {
        let digits = Array<Character>(text)
        self = try stride(from: 0, to: digits.count, by: 2).map {
            try #require(UInt8(String(digits[$0...($0 + 1)]), radix: 16))
        }
    }
}
