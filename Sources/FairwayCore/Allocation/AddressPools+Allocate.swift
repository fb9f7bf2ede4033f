import FairwayNet

extension AddressPools {
    /// Decides which addresses each of `claimants` has from now on.
    ///
    /// All Services of the cluster that hold or want addresses have to be among them. The answer depends on nothing
    /// else, and once it is written down as what they hold, the same question has the same answer.
    package func allocate(to claimants: some Sequence<AddressClaimant>) -> [ServiceKey: Allocation] {
        [:]
    }
}
