import FairwayLinux
import FairwayProxy

/// What the two processes of a handover say to each other, a packet each; docs/restart.md has the order.
enum HandoverMessage: Sendable {
    /// The new one is there, and understands these layouts.
    case hello(HandoverLayout, version: String)
    /// Sockets of the old one's name server, which still reads them.
    case names([Int32])
    /// The old one has let go of the state folder. Beside it goes the API's listening socket.
    case state(threads: Int, socket: Int32)
    /// The new one knows what to forward, and wants the sockets.
    case freeze
    /// A part of what the old one's engine leaves.
    case estate(Packet)
    case endOfEstate
    /// The new one forwards.
    case serving
    /// The old one has told whoever has to know who serves.
    case farewell
}

/// The layouts of a program's packets: those of two programs must be the same. The hello itself never changes.
struct HandoverLayout: Hashable, Sendable, CustomStringConvertible {
    var messages: UInt16
    var estate: UInt16

    static let current = HandoverLayout(messages: 2, estate: ProxyEstate.layoutVersion)

    var description: String { "\(messages).\(estate)" }
}

// MARK: - As packets

extension HandoverMessage {
    private enum Kind: UInt8 {
        case hello = 1
        case state
        case freeze
        case estate
        case endOfEstate
        case serving
        case farewell
        case names
    }

    var packet: Packet {
        var writer = PacketWriter()
        writer.write(kind.rawValue)
        switch self {
        case .hello(let layout, let version):
            writer.write(layout.messages)
            writer.write(layout.estate)
            writer.write(version)
        case .names(let sockets): return Packet(bytes: writer.bytes, descriptors: sockets)
        case .state(let threads, let socket):
            writer.write(UInt16(threads))
            return Packet(bytes: writer.bytes, descriptors: [socket])
        case .estate(let packet):
            return Packet(bytes: writer.bytes + packet.bytes, descriptors: packet.descriptors)
        case .freeze, .endOfEstate, .serving, .farewell: break
        }
        return Packet(bytes: writer.bytes)
    }

    private var kind: Kind {
        switch self {
        case .hello: .hello
        case .names: .names
        case .state: .state
        case .freeze: .freeze
        case .estate: .estate
        case .endOfEstate: .endOfEstate
        case .serving: .serving
        case .farewell: .farewell
        }
    }

    init(_ packet: Packet) throws(MalformedPacket) {
        var reader = PacketReader(packet.bytes)
        guard let kind = Kind(rawValue: try reader.read()) else { throw MalformedPacket() }
        switch kind {
        case .hello:
            let layout = HandoverLayout(messages: try reader.read(), estate: try reader.read())
            self = .hello(layout, version: try reader.readText())
        case .names: self = .names(packet.descriptors)
        case .state:
            guard let socket = packet.descriptors.first else { throw MalformedPacket() }
            self = .state(threads: Int(try reader.read(UInt16.self)), socket: socket)
        case .freeze: self = .freeze
        case .estate:
            self = .estate(Packet(bytes: Array(packet.bytes.dropFirst()), descriptors: packet.descriptors))
        case .endOfEstate: self = .endOfEstate
        case .serving: self = .serving
        case .farewell: self = .farewell
        }
    }
}
