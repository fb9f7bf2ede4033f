import FairwayCore
import FairwayLinux
import FairwayNet
import SystemPackage

/// The sockets of one frontend, one for each thread.
enum FrontendSockets {
    /// Binds and, for TCP, listens.
    static func open(_ frontend: Frontend, count: Int) throws(Errno) -> [BoundSocket] {
        // Sockets that share would also share with another program of this user: first see that nobody is there.
        _ = try open(frontend, sharing: .exclusive)
        var sockets: [BoundSocket] = []
        for _ in 0..<count { sockets.append(try open(frontend, sharing: .group)) }
        return sockets
    }

    private static func open(_ frontend: Frontend, sharing: BoundSocket.Sharing) throws(Errno) -> BoundSocket {
        let address = KernelAddress(frontend.address, port: frontend.port)
        return switch frontend.transport {
        case .tcp: try BoundSocket.listen(on: address, sharing: sharing)
        case .udp: try BoundSocket.receive(on: address, sharing: sharing)
        }
    }
}
