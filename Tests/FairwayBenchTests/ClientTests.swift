import Testing

@testable import fairway_bench

@Suite("The bench's own clients")
struct ClientTests {
    private let frame = Frame(
        to: [2, 0, 0xc6, 0x12, 0, 2], source: [198, 18, 0, 1], destination: [198, 18, 0, 10], port: 9_000)

    @Test("the smallest frame has 60 bytes, and lengths and ports where RFC 791 and RFC 768 have them")
    func frameBytes() {
        #expect(frame.bytes.count == 60)
        #expect(Array(frame.bytes[12..<14]) == [0x08, 0x00])
        #expect(Array(frame.bytes[16..<18]) == [0, 46])
        #expect(Array(frame.bytes[26..<34]) == [198, 18, 0, 1, 198, 18, 0, 10])
        #expect(Array(frame.bytes[36..<40]) == [0x23, 0x28, 0, 26])
    }

    @Test("the header's checksum is right: over it all the sum is zero")
    func headerChecksum() {
        #expect(Frame.checksum(Array(frame.bytes[14..<34])) == 0)
        // The example of RFC 1071, section 3.
        #expect(Frame.checksum([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]) == ~0xddf2)
    }

    @Test("hardware addresses are read, and nothing else")
    func hardware() {
        #expect(Frame.hardware("02:00:c6:12:00:02") == [2, 0, 0xc6, 0x12, 0, 2])
        for text in ["", "02:00:c6:12:00", "02:00:c6:12:00:02:03", "02:00:c6:12:00:zz", "2:0:c6:12::2"] {
            #expect(Frame.hardware(text) == nil)
        }
    }

    @Test(
        "names tell whose they are",
        arguments: [
            ("fairway-bench-123-client", 123), ("fairway-bench-9-F0A0", 9), ("fairway-bench-123", nil),
            ("fairway-bench-x-client", nil), ("fairway-bench-0-client", nil), ("other-123-client", nil),
            ("fairway-bench-", nil),
        ])
    func owner(name: String, process: Int32?) {
        #expect(BenchName.owner(of: name) == process)
    }

    @Test("the processor is named as the kernel does")
    func processor() {
        let text = "processor\t: 0\nmodel name\t: AMD EPYC: the one\ncpu MHz\t\t: 2596\n"
        #expect(Machine.processor(in: text) == "AMD EPYC: the one")
        #expect(Machine.processor(in: "processor\t: 0\n") == nil)
    }
}
