import FairwayCore
import FairwayLinux
import FairwayNet

extension PacketWriter {
    mutating func write(_ frontend: Frontend) {
        write(frontend.transport.rawValue)
        write(frontend.address, frontend.port)
    }

    mutating func write(_ session: InheritedSession) {
        write(session.frontend)
        write(bytes: session.client.bytes)
        write(session.target.address, session.target.port)
        write(UInt16(clamping: session.attempts))
        write(session.lastActive.milliseconds)
        write(SessionFlags(session).rawValue)
    }

    mutating func write(_ scope: AffinityScope) {
        write(scope.service.namespace)
        write(scope.service.name)
        write(scope.port.transport.rawValue)
        write(scope.port.port)
    }

    mutating func write(_ client: RememberedClient) {
        write(client.address, 0)
        write(client.backend.address, client.backend.port)
        write(client.lastUse)
    }

    private mutating func write(_ address: IPAddress, _ port: UInt16) {
        write(bytes: address.bytes)
        write(port)
    }
}

extension PacketReader {
    mutating func readFrontend() throws(MalformedPacket) -> Frontend {
        guard let transport = TransportProtocol(rawValue: try read()) else { throw MalformedPacket() }
        let place = try readPlace()
        return Frontend(address: place.address, port: place.port, transport: transport)
    }

    mutating func readSession(of descriptor: Int32) throws(MalformedPacket) -> InheritedSession {
        let frontend = try readFrontend()
        guard let client = KernelAddress(bytes: try readBytes()) else { throw MalformedPacket() }
        let (target, attempts) = (try readPlace(), try read(UInt16.self))
        let lastActive = MonotonicTime(milliseconds: try read())
        let flags = SessionFlags(rawValue: try read())
        return InheritedSession(
            frontend: frontend, client: client, target: Backend(address: target.address, port: target.port),
            attempts: Int(attempts), lastActive: lastActive, replied: flags.contains(.replied),
            isUnintroduced: flags.contains(.unintroduced), refused: flags.contains(.refused), descriptor: descriptor)
    }

    mutating func readScope() throws(MalformedPacket) -> AffinityScope {
        let service = ServiceKey(namespace: try readText(), name: try readText())
        guard let transport = TransportProtocol(rawValue: try read()) else { throw MalformedPacket() }
        return AffinityScope(service: service, port: TransportPort(try read(), transport))
    }

    mutating func readClient() throws(MalformedPacket) -> RememberedClient {
        let (address, backend) = (try readPlace().address, try readPlace())
        return RememberedClient(
            address: address, backend: Backend(address: backend.address, port: backend.port), lastUse: try read())
    }

    private mutating func readPlace() throws(MalformedPacket) -> (address: IPAddress, port: UInt16) {
        guard let address = IPAddress(bytes: try readBytes()) else { throw MalformedPacket() }
        return (address, try read())
    }
}

private struct SessionFlags: OptionSet {
    let rawValue: UInt8

    static let replied = SessionFlags(rawValue: 1)
    static let unintroduced = SessionFlags(rawValue: 2)
    static let refused = SessionFlags(rawValue: 4)
}

extension SessionFlags {
    init(_ session: InheritedSession) {
        self = []
        if session.replied { insert(.replied) }
        if session.isUnintroduced { insert(.unintroduced) }
        if session.refused { insert(.refused) }
    }
}
