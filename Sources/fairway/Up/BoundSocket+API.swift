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
            let advice = error == .addressInUse ? "stop what listens there or " : ""
            throw CommandError(
                "Cannot listen on \(address.address) port \(address.port): \(error); \(advice)choose another address for "
                    + "the API.")
        }
    }
}
