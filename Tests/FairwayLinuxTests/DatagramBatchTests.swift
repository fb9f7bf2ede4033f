import FairwayLinux
import FairwayNet
import SystemPackage
import Testing

@Suite("DatagramBatch")
struct DatagramBatchTests {
    private let anywhere = KernelAddress(.v4(IPv4Address(127, 0, 0, 1)), port: 0)

    @Test("a batch comes and goes in one call each way, datagrams of no bytes among it")
    func batch() throws {
        let receiver = try BoundSocket.receive(on: anywhere, sharing: .exclusive)
        let sender = try Socket.connectDatagram(to: try receiver.localAddress())
        let sizes = [0, 1, 1_472, 9_000]
        for size in sizes {
            let bytes = [UInt8](repeating: 1, count: size)
            try bytes.withUnsafeBytes { _ = try Socket.write(to: sender.number, from: $0) }
        }
        let batch = try DatagramBatch()
        guard case .done(sizes.count) = try batch.receive(from: receiver.number) else {
            Issue.record("not all datagrams came at once")
            return
        }
        #expect(sizes.indices.map { batch.length($0) } == sizes)
        let client = try Socket.localAddress(of: sender.number)
        #expect(sizes.indices.allSatisfy { batch.senderKey($0) == client.key })
        for row in [3, 1, 2] { batch.queue(row, to: batch.sender(0)) }
        batch.drop(1)
        let sent = try batch.send(along: receiver.number)
        #expect(sent.datagrams == 2 && sent.bytes == 1_473 && batch.queued == 0)
        let answers = try DatagramBatch()
        guard case .done(2) = try answers.receive(from: sender.number, behind: 5) else {
            Issue.record("not all answers came at once")
            return
        }
        #expect((5..<7).map { answers.length($0) } == [1, 1_472])
        guard case .wouldBlock = try answers.receive(from: sender.number) else {
            Issue.record("more came than was sent")
            return
        }
    }

    @Test(
        "what follows each other to one peer stays whole datagrams, whatever their sizes",
        arguments: [
            [100, 100, 100], [100, 100, 7, 7, 7], [1, 0, 1, 1, 0, 0], [1_400, 1_400, 1_401, 3],
            // More than an IP packet holds, more than any path takes whole, and more than one of them.
            Array(repeating: 9_000, count: 20), [60_000, 60_000, 60_000], Array(repeating: 65_507, count: 2),
        ])
    func segments(sizes: [Int]) throws {
        let sender = try BoundSocket.receive(on: anywhere, sharing: .exclusive)
        let receiver = try BoundSocket.receive(on: anywhere, sharing: .exclusive)
        let along = try Socket.connectDatagram(to: try receiver.localAddress())
        let filler = try Socket.connectDatagram(to: try sender.localAddress())
        for (number, size) in sizes.enumerated() {
            let bytes = [UInt8](repeating: UInt8(number), count: size)
            try bytes.withUnsafeBytes { _ = try Socket.write(to: filler.number, from: $0) }
        }
        let batch = try DatagramBatch()
        for connected in [true, false] {
            if connected {
                guard case .done(sizes.count) = try batch.receive(from: sender.number) else { throw Errno.noData }
            }
            for row in sizes.indices {
                if connected { batch.queue(row) } else { batch.queue(row, to: try receiver.localAddress()) }
            }
            let sent = try batch.send(along: connected ? along.number : sender.number)
            #expect(sent.datagrams == sizes.count && sent.bytes == sizes.reduce(0, +))
            let received = try DatagramBatch()
            guard case .done(sizes.count) = try received.receive(from: receiver.number) else { throw Errno.noData }
            #expect(sizes.indices.map { received.length($0) } == sizes)
        }
    }

    @Test("what ICMP says of a destination is thrown")
    func refused() throws {
        let address = try BoundSocket.receive(on: anywhere, sharing: .exclusive).localAddress()
        let sender = try Socket.connectDatagram(to: address)
        try [UInt8(1)].withUnsafeBytes { _ = try Socket.write(to: sender.number, from: $0) }
        let batch = try DatagramBatch()
        #expect(throws: Errno.connectionRefused) { _ = try batch.receive(from: sender.number) }
    }
}
