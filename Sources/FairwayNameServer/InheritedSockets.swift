import FairwayLinux
import FairwayNet
import SystemPackage

/// Sockets that another server has left: what they are is found out from themselves. Those that nobody takes are closed with
/// this.
struct InheritedSockets {
    private struct Member {
        var address: SocketAddress
        var isListener: Bool
        var socket: BoundSocket
    }

    private var members: [Member] = []

    /// Takes descriptors over that nobody else will close. What is no socket, or not bound, is closed.
    init(taking descriptors: [Int32]) {
        for descriptor in descriptors {
            let socket = BoundSocket(taking: descriptor)
            do throws(Errno) {
                let address = try socket.localAddress()
                guard address.isInternet else { continue }
                members.append(
                    Member(
                        address: address.socketAddress, isListener: try socket.takesConnections(), socket: socket))
            } catch {
                // Nobody can listen at it: the address is bound anew.
            }
        }
    }

    /// The sockets of an address, if there are some of both kinds. With port 0, those of any port.
    mutating func take(_ wanted: SocketAddress) -> (datagrams: [BoundSocket], listeners: [BoundSocket])? {
        let port = wanted.port != 0 ? wanted.port : members.first { $0.address.address == wanted.address }?.address.port
        guard let port else { return nil }
        let address = SocketAddress(address: wanted.address, port: port)
        let found = members.filter { $0.address == address }
        members.removeAll { $0.address == address }
        let datagrams = found.filter { !$0.isListener }.map(\.socket)
        let listeners = found.filter(\.isListener).map(\.socket)
        return datagrams.isEmpty || listeners.isEmpty ? nil : (datagrams, listeners)
    }
}
