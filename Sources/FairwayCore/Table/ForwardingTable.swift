package import FairwayNet

/// Everything an engine has to forward, as one value: which backends serve each frontend.
///
/// A table is made whole from a snapshot and given whole to `Engine.apply`; the engine finds out by itself what changed
/// (`TableChanges`) and touches nothing else.
package struct ForwardingTable: Equatable, Sendable {
    package var entries: [Frontend: ForwardingEntry]

    package init(entries: [Frontend: ForwardingEntry] = [:]) {
        self.entries = entries
    }
}

/// What happens to the flows of one frontend.
package struct ForwardingEntry: Equatable, Sendable {
    /// The Service that the frontend belongs to.
    package var service: ServiceKey
    /// The backends that take new flows, by weight. Sorted and without repeats.
    package var backends: [WeightedBackend]
    /// Backends that keep the flows they have and get no new ones. Sorted; none of them is among `backends` with a
    /// weight over 0.
    package var draining: [Backend]
    /// How long a flow may be silent before it is forgotten.
    package var timeouts: IdleTimeouts
    /// The clients that may have flows. Flows of those that no longer may are ended.
    package var sources: SourceRanges
    /// Whether clients keep their backends, all frontends of one port of the Service taken together; `nil`: each flow
    /// goes where its hash says.
    package var affinity: ClientAffinity?
    /// Whether backends are told of the client where a flow begins; `nil`: they are not.
    package var proxyProtocol: ProxyProtocol?
    /// How many flows the Service may have, all of its frontends taken together. Flows that there are stay.
    package var limits: FlowLimits
    /// How backends are checked; `nil`: they are taken to live, until they fail flows.
    package var healthCheck: BackendCheck?

    package init(
        service: ServiceKey, backends: [WeightedBackend], draining: [Backend] = [],
        timeouts: IdleTimeouts = IdleTimeouts(), sources: SourceRanges = .everybody, affinity: ClientAffinity? = nil,
        proxyProtocol: ProxyProtocol? = nil, limits: FlowLimits = FlowLimits(),
        healthCheck: BackendCheck? = nil
    ) {
        self.service = service
        self.backends = backends
        self.draining = draining
        self.timeouts = timeouts
        self.sources = sources
        self.affinity = affinity
        self.proxyProtocol = proxyProtocol
        self.limits = limits
        self.healthCheck = healthCheck
    }
}

/// An address and port that serves a Service. Its identity: two endpoints of the same address and port are one backend.
package struct Backend: Hashable, Sendable {
    package var address: IPAddress
    package var port: UInt16

    package init(address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }
}

extension Backend: Comparable, CustomStringConvertible {
    package static func < (left: Self, right: Self) -> Bool {
        (left.address, left.port) < (right.address, right.port)
    }

    package var description: String { SocketAddress(address: address, port: port).description }
}

/// A backend and its share of new flows.
package struct WeightedBackend: Hashable, Sendable {
    package var backend: Backend
    /// 0 to 1,000: the share of new flows, relative to the others'. 0 gets none.
    package var weight: UInt16

    package init(_ backend: Backend, weight: UInt16 = 100) {
        self.backend = backend
        self.weight = weight
    }
}

/// How long a flow may be silent before it is forgotten, in seconds.
package struct IdleTimeouts: Hashable, Sendable {
    /// A UDP flow whose backend has not answered yet.
    package var udpUnreplied: UInt32
    /// A UDP flow whose backend has answered.
    package var udpReplied: UInt32
    /// An established TCP connection. The default is 2 h 11 min, over the two hours of TCP keepalive.
    package var tcpEstablished: UInt32
    /// A TCP connection of which one side has finished sending.
    package var tcpHalfClosed: UInt32

    package init(
        udpUnreplied: UInt32 = 30, udpReplied: UInt32 = 180, tcpEstablished: UInt32 = 7_860,
        tcpHalfClosed: UInt32 = 120
    ) {
        self.udpUnreplied = udpUnreplied
        self.udpReplied = udpReplied
        self.tcpEstablished = tcpEstablished
        self.tcpHalfClosed = tcpHalfClosed
    }
}
