import Testing

@testable import FairwayKubernetesModel

@Suite("Base64")
struct Base64Tests {
    @Test("bytes come back as they were", arguments: 0..<70)
    func roundTrip(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ count) }
        let text = Base64.encode(bytes)
        #expect(try Base64.decode(text) == bytes)
        #expect(Base64.decodedCount(text) == count)
    }

    /// RFC 4648 §10.
    @Test(
        "the RFC's examples",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ])
    func examples(bytes: String, text: String) {
        #expect(Base64.encode(Array(bytes.utf8)) == text)
    }

    @Test(
        "mistakes are found where Go finds them",
        arguments: [
            ("no!", 2), ("abc", 0), ("YWJja", 4), ("=", 0), ("a=", 1), ("YQ=", 3), ("YQ=x", 3), ("YQ==x", 4),
            ("YQ==\n=", 5), ("é", 0),
        ])
    func mistakes(text: String, offset: Int) {
        #expect(throws: Base64.Corrupt.self) { try Base64.decode(text) }
        do {
            _ = try Base64.decode(text)
        } catch {
            #expect(error.offset == offset, "\(text)")
        }
    }
}
