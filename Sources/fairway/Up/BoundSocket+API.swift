import FairwayKubernetesServer
import FairwayLinux
import FairwayNet
import SystemPackage

extension BoundSocket {
    /// The socket at which the API takes connections.
    ///
    /// - Throws: `CommandError` where the address cannot be listened on.
    static func listen(forAPIAt address: SocketAddress) throws -> BoundSocket {
        do throws(Errno) {
            return try listen(on: KernelAddress(address), sharing: .exclusive)
        } catch {
            let failure = ServerFailure.cannotListen(
                on: "\(address.address)", port: Int(address.port), errno: error.rawValue)
            throw CommandError("\(failure)")
        }
    }

    /// The socket, where it is at the address that the API is to have: a configuration file may have changed.
    func fitting(_ address: SocketAddress) throws -> BoundSocket? {
        let local = try localAddress().socketAddress
        return local.address == address.address && [0, local.port].contains(address.port) ? self : nil
    }
}
