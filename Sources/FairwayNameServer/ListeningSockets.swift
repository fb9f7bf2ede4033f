import FairwayLinux
import FairwayNet
import SystemPackage

/// The sockets that a server answers at: of each address a group for UDP and one for TCP, on one port.
struct ListeningSockets: Sendable {
    private(set) var addresses: [SocketAddress] = []
    private(set) var datagrams: [[BoundSocket]] = []
    private(set) var listeners: [[BoundSocket]] = []

    /// Takes those of `inherited` that are bound to the addresses, and opens groups of `count` where there are none. Those that
    /// nothing is listed for are closed.
    init(at addresses: [SocketAddress], inheriting inherited: InheritedSockets, count: Int) throws(ListenFailure) {
        var inherited = inherited
        for address in addresses where address.port == 0 || !self.addresses.contains(address) {
            if let pair = inherited.take(address) {
                try add(pair.datagrams, pair.listeners)
            } else if address.port == 0 {
                try addOnFreePort(address, count: count)
            } else {
                try addGroups(address, count: count)
            }
        }
    }

    /// The sockets of thread `number` of so many: of each group every `count`th.
    func share(_ number: Int, of count: Int) -> WorkerSockets {
        func share(_ groups: [[BoundSocket]]) -> [BoundSocket] {
            groups.flatMap { group in stride(from: number, to: group.count, by: count).map { group[$0] } }
        }
        return WorkerSockets(datagrams: share(datagrams), listeners: share(listeners))
    }

    var all: [BoundSocket] { (datagrams + listeners).flatMap(\.self) }

    private mutating func add(_ datagrams: [BoundSocket], _ listeners: [BoundSocket]) throws(ListenFailure) {
        guard let first = datagrams.first else { return }
        do throws(Errno) {
            let address = try first.localAddress().socketAddress
            if address.address.isUnspecified { for socket in datagrams { try socket.tellDestination() } }
            addresses.append(address)
        } catch {
            throw ListenFailure(SocketAddress(address: .v4(IPv4Address(rawValue: 0)), port: 0), .udp, error)
        }
        self.datagrams.append(datagrams)
        self.listeners.append(listeners)
    }

    private mutating func addGroups(_ address: SocketAddress, count: Int) throws(ListenFailure) {
        // Sockets that share would also share with another program of this user: first see that nobody is there.
        _ = try Self.open(address, .udp, .exclusive)
        _ = try Self.open(address, .tcp, .exclusive)
        var groups: (datagrams: [BoundSocket], listeners: [BoundSocket]) = ([], [])
        for _ in 0..<count {
            groups.datagrams.append(try Self.open(address, .udp, .group))
            groups.listeners.append(try Self.open(address, .tcp, .group))
        }
        try add(groups.datagrams, groups.listeners)
    }

    /// Lets the kernel choose a port, which has to be free for both.
    private mutating func addOnFreePort(_ address: SocketAddress, count: Int) throws(ListenFailure) {
        for attempt in 1... {
            let probe = try Self.open(address, .udp, .exclusive)
            do throws(ListenFailure) {
                let port = try Self.port(of: probe, address)
                _ = consume probe
                return try addGroups(SocketAddress(address: address.address, port: port), count: count)
            } catch {
                guard error.reason == .portInUse, attempt < 50 else { throw error }
            }
        }
    }

    private static func port(of socket: BoundSocket, _ address: SocketAddress) throws(ListenFailure) -> UInt16 {
        do throws(Errno) {
            return try socket.localAddress().socketAddress.port
        } catch {
            throw ListenFailure(address, .udp, error)
        }
    }

    private static func open(
        _ address: SocketAddress, _ transport: TransportProtocol, _ sharing: BoundSocket.Sharing
    ) throws(ListenFailure) -> BoundSocket {
        do throws(Errno) {
            let address = KernelAddress(address)
            return switch transport {
            case .udp: try BoundSocket.receive(on: address, sharing: sharing)
            case .tcp: try BoundSocket.listen(on: address, sharing: sharing)
            }
        } catch {
            throw ListenFailure(address, transport, error)
        }
    }
}
