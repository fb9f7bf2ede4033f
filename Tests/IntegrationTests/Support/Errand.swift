import FairwayTestSupport
import Glibc
import SystemPackage

/// What one connection is for, as its client tells the server at its beginning.
struct Errand: Sendable {
    enum Ending: UInt8, CaseIterable { case orderly, clientResets, serverResets }

    /// Where the bytes begin that go up, to the server; those that go down begin elsewhere.
    var start: Int
    var up: Int
    var down: Int
    var ending = Ending.orderly
    /// After how many bytes that have come to it the side resets that does.
    var resetAfter = 0

    /// How long the client's first words are, in bytes.
    static let headerSize = 40

    var sentUp: KnownBytes { KnownBytes(start: start, count: up) }
    var sentDown: KnownBytes { KnownBytes(start: start + 500_009, count: down) }

    var header: [UInt8] {
        [start, up, down, Int(ending.rawValue), resetAfter].flatMap { number in
            withUnsafeBytes(of: UInt64(number).littleEndian, Array.init)
        }
    }

    /// - Returns: `nil` where these are not the first words of a client.
    init?(header: [UInt8]) {
        let numbers = stride(from: 0, to: header.count, by: 8).map { place in
            header[place..<place + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        guard numbers.count == 5, numbers.allSatisfy({ $0 < 1 << 50 }),
            let ending = UInt8(exactly: numbers[3]).flatMap(Ending.init)
        else { return nil }
        self.init(
            start: Int(numbers[0]), up: Int(numbers[1]), down: Int(numbers[2]), ending: ending,
            resetAfter: Int(numbers[4]))
    }

    init(start: Int, up: Int, down: Int, ending: Ending = .orderly, resetAfter: Int = 0) {
        self.start = start
        self.up = up
        self.down = down
        self.ending = ending
        self.resetAfter = resetAfter
    }

    /// One of at most so many bytes each way.
    static func random(upTo size: Int, ending: Ending, using numbers: inout SeededGenerator) -> Errand {
        let (up, down) = (Int.random(in: 0...size, using: &numbers), Int.random(in: 0...size, using: &numbers))
        let start = Int.random(in: 0..<1 << 30, using: &numbers)
        return Errand(
            start: start, up: up, down: down, ending: ending,
            resetAfter: Int.random(in: 0...(ending == .clientResets ? down : up), using: &numbers))
    }
}

extension TestSocket {
    /// Begins an errand as its client.
    /// - Returns: the server that does it, by its name, and what is to be done.
    func begin(_ errand: Errand) throws -> (server: String, exchange: Exchange) {
        try send(errand.header)
        let name = try receive(exactly: 1)
        guard !name.isEmpty else { throw Errno.connectionReset }
        return (
            String(decoding: name, as: UTF8.self),
            Exchange(over: self, sending: errand.sentUp, expecting: errand.sentDown)
        )
    }

    /// So many bytes of a stream, or what there was before its end.
    func receive(exactly count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, received in
            received = try check(recv(descriptor, buffer.baseAddress, count, Int32(MSG_WAITALL)))
        }
    }

    /// Makes closing the connection break it off, by RST (SO_LINGER, socket(7)).
    func resetWhenClosed() throws {
        var linger = linger(l_onoff: 1, l_linger: 0)
        try check(setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size)))
    }
}
