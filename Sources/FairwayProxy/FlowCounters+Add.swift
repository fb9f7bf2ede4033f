import FairwayCore

extension FlowCounters {
    /// Adds what another thread counted.
    mutating func add(_ other: FlowCounters) {
        activeFlows += other.activeFlows
        newFlows += other.newFlows
        bytesFromClients += other.bytesFromClients
        bytesToClients += other.bytesToClients
        packetsFromClients += other.packetsFromClients
        packetsToClients += other.packetsToClients
        drops.merge(other.drops, uniquingKeysWith: +)
    }
}
