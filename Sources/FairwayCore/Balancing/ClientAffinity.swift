/// That the new flows of a client go to the backend that it had (`core/v1` sessionAffinity ClientIP).
package struct ClientAffinity: Hashable, Sendable {
    /// The seconds, 1 to 86,400, after a client's latest new flow until it counts as a new client.
    package var timeout: UInt32

    /// `timeout` is brought into its range. The default is Kubernetes', three hours.
    package init(timeout: Int = 10_800) {
        self.timeout = UInt32(min(max(1, timeout), 86_400))
    }

    /// Words that no other part of a Service's name is made of, so that none of them can be taken for another.
    func combine(into hash: inout StableHash) {
        hash.combine(1 << 32 | UInt64(timeout))
    }
}
