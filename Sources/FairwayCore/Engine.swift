/// Something that forwards traffic by a table.
///
/// `apply` is idempotent and hitless: a flow whose backend stays is untouched, whatever else changes. Calls are made one
/// after another, by one owner.
package protocol Engine: Sendable {
    var kind: EngineKind { get }

    /// Makes the engine forward by `table`, and by nothing else.
    ///
    /// Returns when the change is in force: new flows follow the table.
    /// - Returns: the frontends that cannot be served, and why. The others are served.
    func apply(_ table: ForwardingTable) async -> [Frontend: Refusal]

    /// What was forwarded and dropped since the engine was started.
    func counters() async -> EngineCounters

    /// What is to be told to people from now on. There is one reader: the one before comes to its end. Of what is not
    /// read in time the latest is kept.
    func notices() -> AsyncStream<EngineNotice>
}

package enum EngineKind: String, Hashable, Sendable {
    /// User space: sockets and epoll.
    case proxy
}

/// Why a frontend cannot be served.
package struct Refusal: Hashable, Sendable {
    /// CamelCase, for programs: it becomes `fairway.dev/<reason>` in the Service's `status…ports[].error`.
    package var reason: String
    /// A sentence for people: what could not be done, why, and what to do.
    package var message: String

    package init(reason: String, message: String) {
        self.reason = reason
        self.message = message
    }
}

/// What an engine counted for each frontend.
package struct EngineCounters: Equatable, Sendable {
    package var frontends: [Frontend: FlowCounters]
    /// In which state the backends are that take new flows of each frontend, by their number.
    package var backends: [Frontend: [BackendState: Int]]

    package init(frontends: [Frontend: FlowCounters] = [:], backends: [Frontend: [BackendState: Int]] = [:]) {
        self.frontends = frontends
        self.backends = backends
    }
}

/// What an engine thinks of a backend.
package enum BackendState: String, Hashable, Sendable, CaseIterable {
    case up = "Up"
    /// It has failed flows, and gets new ones only to try it.
    case suspect = "Suspect"
    /// Its health check fails.
    case down = "Down"
}

/// What was counted for one frontend, all since the engine was started but `activeFlows`.
package struct FlowCounters: Equatable, Sendable {
    /// Flows that live now.
    package var activeFlows: UInt64 = 0
    package var newFlows: UInt64 = 0
    package var bytesFromClients: UInt64 = 0
    package var bytesToClients: UInt64 = 0
    /// UDP datagrams, or reads of a TCP stream.
    package var packetsFromClients: UInt64 = 0
    package var packetsToClients: UInt64 = 0
    /// By reason (CamelCase, a small fixed set of each engine).
    package var drops: [String: UInt64] = [:]

    package init() {}
}
