/// Which endpoints a node sends a Service's traffic to, as far as sharing an address goes (`spec.externalTrafficPolicy`).
package enum TrafficPolicy: Hashable, Sendable {
    /// Any of them.
    case cluster
    /// Those on the node itself, which are chosen by these labels. Empty: by hand.
    case local(selector: [String: String])

    /// Whether Services of the two policies may be on one address.
    ///
    /// An address is announced by nodes that have endpoints, so all Services that are Local on it must have the same
    /// ones. Endpoints that were chosen by hand are never known to be the same.
    func mayShareAddress(with other: Self) -> Bool {
        switch (self, other) {
        case (.cluster, .cluster): true
        case (.local(let ours), .local(let theirs)): ours == theirs && !ours.isEmpty
        default: false
        }
    }
}
