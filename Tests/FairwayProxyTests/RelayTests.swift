import FairwayLinux
import FairwayNet
import Testing

@testable import FairwayProxy

@Suite("Relay")
struct RelayTests {
    /// A relay between two connections, of which the test has the far ends.
    private final class Line {
        let writer: TestSocket
        let reader: TestSocket
        private let inner: (source: TestSocket, sink: TestSocket)
        var relay = Relay(pipes: PipePool(budget: DescriptorBudget(limit: 100_000, board: NoticeBoard())))
        var source: Side
        var sink: Side
        var traffic = Traffic.Direction()

        init() throws {
            // Not TCP: its small windows make both ends wait for timers.
            let (writer, source) = try TestSocket.pair()
            let (sink, reader) = try TestSocket.pair(bufferSize: 1)
            (self.writer, self.reader, inner) = (writer, reader, (source, sink))
            self.source = Side(descriptor: source.descriptor)
            self.sink = Side(descriptor: sink.descriptor)
        }

        deinit {
            // The relay's pool does not know of what still waits.
            relay.discard(&sink.waiting)
        }

        /// Moves what can be moved when events have come for both sides.
        func move() throws {
            source.note([.readable])
            sink.note([.writable])
            _ = try relay.move(from: &source, to: &sink, counting: &traffic)
        }
    }

    @Test(
        "bytes come through whole and in order, whatever the sizes of writes and reads",
        arguments: [(100, 7), (30_000, 700), (5_000, 30_000), (60_000, 1_000), (200_000, 100_000)])
    func whole(writes: Int, reads: Int) throws {
        let size = 300_000
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
        let line = try Line()
        var sent = 0
        var received: [UInt8] = []
        for _ in 0..<1_000_000 where received.count < size {
            if sent < size { sent += (try? line.writer.sendOnce(bytes[sent..<min(sent + writes, size)])) ?? 0 }
            try line.move()
            received += (try? line.reader.receive(reads)) ?? []
        }
        // Not compared in the expectation, which would take minutes to describe the difference.
        let isWhole = received == bytes
        #expect(isWhole)
        #expect(line.traffic.bytes == UInt64(size))
    }

    @Test("it reads no further while the other side does not take what was read")
    func backPressure() throws {
        let line = try Line()
        let block = [UInt8](repeating: 1, count: 1 << 16)
        var refusals = 0
        var sent = 0
        while refusals < 20 {
            if let count = try? line.writer.sendOnce(block[...]) { sent += count } else { refusals += 1 }
            try line.move()
            #expect(line.sink.waiting.count <= Int(PipePool.capacity))
        }
        let before = line.traffic.bytes
        try line.move()
        #expect(line.traffic.bytes == before)
        #expect(sent < 4 << 20)
    }

    @Test("what a side is sent at its beginning comes whole and first, however slowly it is taken")
    func beginning() throws {
        let line = try Line()
        let header = (0..<60_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        line.sink.note([.writable])
        try line.relay.begin(&line.sink, with: header)
        #expect(line.sink.waiting.count > 0, "the test needs a header that does not go out at once")
        try line.writer.send("first words")
        var received: [UInt8] = []
        for _ in 0..<100_000 where received.count < header.count + 11 {
            try line.move()
            received += (try? line.reader.receive(900)) ?? []
        }
        let isRight = received == header + Array("first words".utf8)
        #expect(isRight)
        #expect(line.traffic.bytes == 11, "a header is not the client's")
    }

    @Test("the end of the stream comes after the last byte, and only then")
    func end() throws {
        let line = try Line()
        try line.writer.send("last words")
        try line.move()
        #expect(!line.source.finished && !line.sink.ended)
        try line.writer.shutdownWrite()
        for _ in 0..<10 where !line.sink.ended { try line.move() }
        #expect(line.source.finished)
        #expect(try line.reader.receiveAll(100) == Array("last words".utf8))
    }
}
