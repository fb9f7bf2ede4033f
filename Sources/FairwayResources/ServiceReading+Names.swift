package import FairwayNet
package import FairwayRecords

extension ServiceReading {
    /// The Service as far as names go, reached at `addresses` or by `alias`.
    ///
    /// `before` is what its annotations asked for when they could last be read, which stands as long as they cannot.
    package func nameClaimant(
        at addresses: [IPAddress], alias: NameClaimant.Alias? = nil, namespaceLabels: [String: String],
        before: NameWishes? = nil
    ) -> NameClaimant {
        var claimant = NameClaimant(
            key: key, creation: creation, namespaceLabels: namespaceLabels, addresses: addresses, alias: alias,
            ports: ports.compactMap { port in
                port.transportPort.map { NameClaimant.Port(name: port.name, port: $0) }
            })
        switch names {
        case .success(let wishes): claimant.wishes = wishes
        case .failure(let error):
            claimant.wishes = before ?? NameWishes()
            claimant.unreadable = RecordProblem(reason: error.reason, message: error.message)
        }
        return claimant
    }
}
