import FairwayCore
package import FairwayLinux
import FairwayNet

/// An estate as packets between two processes: each a kind and records of one kind, whose descriptors go beside it.
///
/// The layout is that of one version of Fairway and those after it that do not change it: see `layoutVersion`.
extension ProxyEstate {
    /// Changes with every change of the packets' layout.
    package static let layoutVersion: UInt16 = 1

    private enum Kind: UInt8 {
        case workers = 1
        case frontends
        case sessions
        case clients
    }

    /// Packets within the limits of `PacketSocket`, to be given in their order to `take(_:)`.
    package func packets() -> [Packet] {
        var packets = [workerCount()]
        for (number, worker) in workers.enumerated() {
            packets += Self.packets(.frontends, of: Array(worker.frontends), at: number, descriptor: \.value.number) {
                $1.write($0.key)
            }
            packets += Self.packets(.sessions, of: worker.sessions, at: number, descriptor: \.descriptor) {
                $1.write($0)
            }
        }
        for (scope, remembered) in clients { packets += Self.packets(scope, remembered) }
        return packets
    }

    private func workerCount() -> Packet {
        var writer = PacketWriter()
        writer.write(Kind.workers.rawValue)
        writer.write(UInt16(workers.count))
        return Packet(bytes: writer.bytes)
    }

    private static func packets<Record>(
        _ kind: Kind, of records: [Record], at worker: Int, descriptor: (Record) -> Int32,
        _ write: (Record, inout PacketWriter) -> Void
    ) -> [Packet] {
        records.chunks(of: PacketSocket.descriptorLimit).map { chunk in
            var writer = PacketWriter()
            writer.write(kind.rawValue)
            writer.write(UInt16(worker))
            for record in chunk { write(record, &writer) }
            return Packet(bytes: writer.bytes, descriptors: chunk.map(descriptor))
        }
    }

    private static func packets(_ scope: AffinityScope, _ clients: [RememberedClient]) -> [Packet] {
        clients.chunks(of: 1_000).map { chunk in
            var writer = PacketWriter()
            writer.write(Kind.clients.rawValue)
            writer.write(scope)
            for client in chunk { writer.write(client) }
            return Packet(bytes: writer.bytes)
        }
    }

    /// Adds what a packet says. Its descriptors are the estate's from now on.
    package mutating func take(_ packet: Packet) throws(MalformedPacket) {
        var reader = PacketReader(packet.bytes)
        guard let kind = Kind(rawValue: try reader.read()) else { throw MalformedPacket() }
        switch kind {
        case .workers: workers = Array(repeating: WorkerEstate(), count: Int(try reader.read(UInt16.self)))
        case .frontends, .sessions: try take(kind, &reader, packet.descriptors)
        case .clients:
            let scope: AffinityScope = try reader.readScope()
            while !reader.isAtEnd { clients[scope, default: []].append(try reader.readClient()) }
        }
        guard reader.isAtEnd else { throw MalformedPacket() }
    }

    private mutating func take(
        _ kind: Kind, _ reader: inout PacketReader, _ descriptors: [Int32]
    ) throws(MalformedPacket) {
        let worker = Int(try reader.read(UInt16.self))
        guard workers.indices.contains(worker) else { throw MalformedPacket() }
        for descriptor in descriptors {
            if kind == .frontends {
                workers[worker].frontends[try reader.readFrontend()] = BoundSocket(taking: descriptor)
            } else {
                workers[worker].sessions.append(try reader.readSession(of: descriptor))
            }
        }
    }
}

extension Array {
    fileprivate func chunks(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
