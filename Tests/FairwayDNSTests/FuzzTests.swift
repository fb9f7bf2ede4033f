import FairwayDNS
import FairwayDNSTestSupport
import Testing

@Suite("Hostile bytes")
struct FuzzTests {
    @Test("a message that was written is read again as it was", arguments: 0..<20 as Range<UInt64>)
    func roundTrips(seed: UInt64) throws {
        var generator = MessageGenerator(seed: seed)
        for _ in 0..<fuzzInputs(50) {
            let message = generator.message()
            let bytes = try message.encoded()
            #expect(try Message(reading: bytes) == message)
        }
    }

    @Test("changed messages are read or refused, and what is read can be written", arguments: 0..<20 as Range<UInt64>)
    func mutations(seed: UInt64) throws {
        var generator = MessageGenerator(seed: 1_000 + seed)
        var accepted = 0
        for _ in 0..<fuzzInputs(100) {
            let bytes = try generator.message().encoded()
            for _ in 0..<5 {
                accepted += try expectSound(generator.mutated(bytes)) ? 1 : 0
            }
        }
        #expect(accepted > 0)
    }

    @Test("random bytes are read or refused", arguments: 0..<4 as Range<UInt64>)
    func randomBytes(seed: UInt64) throws {
        var generator = MessageGenerator(seed: 2_000 + seed)
        for _ in 0..<fuzzInputs(500) {
            // A header that announces little gets further than one of random numbers.
            let counts: [UInt8] = (0..<8).map { $0 % 2 == 0 ? 0 : UInt8(generator.number(0..<3)) }
            _ = try expectSound([0, 0, 0, 0] + counts + generator.bytes(0..<100))
            _ = try expectSound(generator.bytes(0..<600))
        }
    }

    @Test("every beginning of a message is refused")
    func beginnings() throws {
        var generator = MessageGenerator(seed: 7)
        for _ in 0..<20 {
            let bytes = try generator.message().encoded()
            for length in 0..<bytes.count {
                #expect(throws: WireError.self) { try Message(reading: Array(bytes[..<length])) }
            }
        }
    }

    @Test("the most expensive names cost no more than their message is long")
    func pointerChains() throws {
        // Pointers that lead to pointers, as far back as they can lead, and records whose names begin at the last one.
        var bytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0]
        for offset in stride(from: 12, to: 0x3FFE, by: 2) {
            bytes += [0xC0 | UInt8(offset >> 8), UInt8(offset & 0xFF)]
        }
        while bytes.count < 65_500 { bytes += [0xFF, 0xF0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0] }
        #expect(throws: WireError.self) { try Message(reading: bytes) }
    }

    /// Reads bytes, and if they are a message writes and reads it again. Returns whether they are one.
    private func expectSound(_ bytes: [UInt8]) throws -> Bool {
        let message: Message
        do {
            message = try Message(reading: bytes)
        } catch {
            #expect(!error.description.isEmpty)
            return false
        }
        do {
            let encoded = try message.encoded()
            #expect(try Message(reading: encoded) == message, "\(bytes)")
        } catch WireError.tooLarge {
            // Names that may be compressed by nobody were, so that the message has become longer than it may be.
            #expect(bytes.count > 20_000)
        }
        return true
    }
}
