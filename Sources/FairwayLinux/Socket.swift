internal import CFairwayLinux
internal import Glibc
package import SystemPackage

/// A listening or receiving socket with an address of its own. It is closed with its last reference.
package final class BoundSocket: Sendable {
    private let descriptor: OwnedDescriptor

    private init(_ descriptor: consuming OwnedDescriptor) {
        self.descriptor = descriptor
    }

    /// Takes over a descriptor that nobody else will close, of a socket that is bound.
    package convenience init(taking number: Int32) {
        self.init(OwnedDescriptor(taking: number))
    }

    /// The descriptor's number, to be used while the socket lives.
    package var number: Int32 { descriptor.number }

    /// The address it is bound to: with the port that the kernel chose, where port 0 was asked for.
    package func localAddress() throws(Errno) -> KernelAddress {
        try Socket.localAddress(of: number)
    }
}

extension BoundSocket {
    /// Whether other sockets may have the same address and port.
    package enum Sharing: Sendable {
        /// No other socket has it, and none may join.
        case exclusive
        /// Sockets of the same user that also share: the kernel spreads flows over them (SO_REUSEPORT, socket(7)).
        case group
    }

    /// Binds a TCP socket to an address and listens. In the connections that come, Nagle's algorithm is off: what one side
    /// wrote at once goes on at once; and a peer that vanishes is noticed, as by `keepAlive`.
    package static func listen(
        on address: KernelAddress, sharing: Sharing, backlog: Int32 = 4_096
    ) throws(Errno) -> BoundSocket {
        let socket = try bound(to: address, type: SOCK_STREAM, sharing: sharing)
        // Connections inherit both.
        try Socket.disableDelay(of: socket.number)
        try Socket.keepAlive(socket.number)
        _ = try retrying { fairway_listen(socket.number, backlog) }
        return socket
    }

    /// Binds a UDP socket to an address, with kernel buffers of `bufferSize` bytes or what the kernel allows.
    package static func receive(
        on address: KernelAddress, sharing: Sharing, bufferSize: Int32 = 4 << 20
    ) throws(Errno) -> BoundSocket {
        let socket = try bound(to: address, type: SOCK_DGRAM, sharing: sharing)
        _ = try retrying { fairway_buffer_size(socket.number, bufferSize) }
        return socket
    }

    /// Has the kernel tell of each datagram which address it was sent to, of which a socket may have many: see
    /// `DatagramExchange`.
    package func tellDestination() throws(Errno) {
        let family = try localAddress().family
        _ = try retrying { fairway_tell_destination(number, family) }
    }

    /// Whether what it takes are connections, or else datagrams.
    package func takesConnections() throws(Errno) -> Bool {
        try retrying { fairway_socket_type(number) } == Int32(SOCK_STREAM.rawValue)
    }

    private static func bound(
        to address: KernelAddress, type: __socket_type, sharing: Sharing
    ) throws(Errno) -> BoundSocket {
        let socket = BoundSocket(try Socket.open(family: address.family, type: type))
        if address.family == AF_INET6 {
            _ = try retrying { fairway_only_v6(socket.number) }
        }
        if type == SOCK_STREAM {
            // Connections of an earlier listener that linger in TIME_WAIT must not keep the address. (For UDP this
            // option would allow to take over another program's datagrams.)
            _ = try retrying { fairway_reuse_address(socket.number) }
        }
        if sharing == .group {
            _ = try retrying { fairway_reuse_port(socket.number) }
        }
        var raw = address.raw
        _ = try retrying { fairway_bind(socket.number, &raw) }
        return socket
    }
}

/// What is done to sockets whose descriptors live in unsafe memory.
package enum Socket {
    static func open(family: Int32, type: __socket_type) throws(Errno) -> OwnedDescriptor {
        OwnedDescriptor(taking: try retrying { fairway_socket(family, Int32(type.rawValue)) })
    }

    package static func localAddress(of descriptor: Int32) throws(Errno) -> KernelAddress {
        var address = KernelAddress()
        _ = try retrying { fairway_local_address(descriptor, &address.raw) }
        return address
    }

    /// Takes one connection from a listener; `nil` when there is none.
    package static func accept(from listener: Int32, peer: inout KernelAddress) throws(Errno) -> OwnedDescriptor? {
        switch try attempting({ fairway_accept(listener, &peer.raw) }) {
        case .wouldBlock: nil
        case .done(let number): OwnedDescriptor(taking: number)
        }
    }

    /// Starts to connect a TCP socket. Writability says that the attempt has ended, an error among it that
    /// it failed: `takeError` tells why.
    ///
    /// Nagle's algorithm is off in it.
    package static func connectStream(to address: KernelAddress) throws(Errno) -> OwnedDescriptor {
        let socket = try open(family: address.family, type: SOCK_STREAM)
        try disableDelay(of: socket.number)
        var raw = address.raw
        do throws(Errno) {
            _ = try retrying { fairway_connect(socket.number, &raw) }
        } catch {
            if error != .nowInProgress { throw error }
        }
        return socket
    }

    /// Makes a UDP socket that sends to and receives from one address only. It sends from `source`, with port 0 from any port of
    /// it; `nil`: from the address that routing chooses.
    package static func connectDatagram(
        to address: KernelAddress, from source: KernelAddress? = nil
    ) throws(Errno) -> OwnedDescriptor {
        let socket = try open(family: address.family, type: SOCK_DGRAM)
        if var source = source?.raw { _ = try retrying { fairway_bind(socket.number, &source) } }
        var raw = address.raw
        _ = try retrying { fairway_connect(socket.number, &raw) }
        return socket
    }

    /// Turns Nagle's algorithm off.
    fileprivate static func disableDelay(of descriptor: Int32) throws(Errno) {
        _ = try retrying { fairway_no_delay(descriptor) }
    }

    /// Has the kernel find out whether a silent peer is still there: after two minutes, four times at intervals of half a
    /// minute. So one that has vanished holds a connection for four minutes; and a firewall or NAT on the way hears of the
    /// connection before the strictest of the usual ones forgets it, which is after four minutes, too.
    package static func keepAlive(_ descriptor: Int32) throws(Errno) {
        _ = try retrying { fairway_keep_alive(descriptor, 120, 30, 4) }
    }

    /// Takes the error that a socket has kept, if there is one.
    package static func takeError(of descriptor: Int32) -> Errno? {
        do throws(Errno) {
            _ = try retrying { fairway_take_error(descriptor) }
            return nil
        } catch {
            return error
        }
    }
}
