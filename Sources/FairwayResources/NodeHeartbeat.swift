/// The Lease by which others tell that a node lives.
package enum NodeHeartbeat {
    /// On the Leases of all nodes, so that they can be selected.
    package static let labels = ["fairway.dev/heartbeat": "node"]
    /// The same as a selector.
    package static let selector = "fairway.dev/heartbeat=node"

    /// The name of a node's Lease.
    package static func lease(ofNode name: String) -> String { "fairway-node-\(name)" }
}
