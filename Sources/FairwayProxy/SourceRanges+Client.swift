import FairwayCore
import FairwayLinux
import FairwayNet

extension SourceRanges {
    /// Whether a client may have flows.
    func allow(_ client: KernelAddress) -> Bool { allow(client.socketAddress.address) }
}
