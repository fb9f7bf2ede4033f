/// One address and port behind a Service, and what its EndpointSlice says about it (discovery.k8s.io/v1).
package struct Endpoint: Hashable, Sendable {
    package var backend: Backend
    /// `conditions.ready`; unknown means ready.
    package var ready: Bool?
    /// `conditions.serving`; unknown means as `ready`.
    package var serving: Bool?
    /// `conditions.terminating`; unknown means no.
    package var terminating: Bool?
    /// 0 to 1,000, and no more than that counts: the share of new flows, relative to the others'.
    package var weight: UInt16

    package init(
        _ backend: Backend, ready: Bool? = nil, serving: Bool? = nil, terminating: Bool? = nil, weight: UInt16 = 100
    ) {
        self.backend = backend
        self.ready = ready
        self.serving = serving
        self.terminating = terminating
        self.weight = weight
    }
}
