/// How many flows a Service may have on one node, TCP connections and UDP flows taken together.
package struct FlowLimits: Hashable, Sendable {
    /// Those that may live at one time, over all ports and addresses of the Service; `nil`: any number.
    package var flows: UInt32?
    /// Those that one client address may begin each second, as many at once among them; `nil`: any number.
    package var newPerSecond: UInt32?

    /// Both are at least 1.
    package init(flows: UInt32? = nil, newPerSecond: UInt32? = nil) {
        self.flows = flows
        self.newPerSecond = newPerSecond
    }

    /// Words that no other part of a Service's name is made of, so that none of them can be taken for another.
    func combine(into hash: inout StableHash) {
        if let flows { hash.combine(3 << 32 | UInt64(flows)) }
        if let newPerSecond { hash.combine(5 << 32 | UInt64(newPerSecond)) }
    }
}
