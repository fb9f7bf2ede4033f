import FairwayDNS
import Testing

@Suite("Serials of zones")
struct SerialTests {
    static let cases: [(old: UInt32?, now: Int64, new: UInt32)] = [
        (nil, 1_800_000_000, 1_800_000_000),
        (1_799_999_999, 1_800_000_000, 1_800_000_000),
        // Twice in one second, and with a clock that was set back.
        (1_800_000_000, 1_800_000_000, 1_800_000_001),
        (1_800_000_005, 1_800_000_000, 1_800_000_006),
        // Over the end of the 32 bits.
        (.max, 4_294_967_296, 0), (.max, 4_294_967_295, 0), (4_294_967_290, 4_294_967_299, 3),
        // So far off that it is no later serial.
        (0, 0x8000_0000, 1), (0, 0x7FFF_FFFF, 0x7FFF_FFFF),
    ]

    @Test("a serial is after the last one, and the time where that is", arguments: cases)
    func following(old: UInt32?, now: Int64, new: UInt32) {
        #expect(StartOfAuthority.serial(after: old, at: now) == new)
    }
}
