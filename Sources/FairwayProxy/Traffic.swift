import FairwayCore

/// What one thread counted for one frontend.
struct Traffic {
    /// What went one way.
    struct Direction {
        var bytes: UInt64 = 0
        var packets: UInt64 = 0

        mutating func count(bytes: Int, packets: Int = 1) {
            self.bytes &+= UInt64(bytes)
            self.packets &+= UInt64(packets)
        }
    }

    var active: UInt64 = 0
    var opened: UInt64 = 0
    var fromClients = Direction()
    var toClients = Direction()
    private var drops = InlineArray<11, UInt64>(repeating: 0)

    mutating func drop(_ reason: DropReason, _ count: Int = 1) {
        drops[reason.rawValue] &+= UInt64(count)
    }

    /// Adds this thread's counts to what others counted.
    func add(to counters: inout FlowCounters) {
        counters.activeFlows += active
        counters.newFlows += opened
        counters.bytesFromClients += fromClients.bytes
        counters.packetsFromClients += fromClients.packets
        counters.bytesToClients += toClients.bytes
        counters.packetsToClients += toClients.packets
        for reason in DropReason.allCases where drops[reason.rawValue] > 0 {
            counters.drops[reason.name, default: 0] += drops[reason.rawValue]
        }
    }
}

/// Why a connection was refused or cut, or a datagram not delivered.
enum DropReason: Int, CaseIterable {
    /// No backend takes new flows.
    case noBackend
    /// No backend could be reached.
    case connectFailed
    /// The backend of a flow was removed.
    case backendRemoved
    case tooManyOpenFiles
    case tooManyFlows
    /// The kernel did not take a datagram.
    case sendFailed
    /// A backend answered a datagram by ICMP.
    case backendRefused
    /// The client is outside the source ranges.
    case sourceNotAllowed
    /// The Service has as many flows as it may have.
    case tooManyConnections
    /// The client begins flows faster than it may.
    case tooManyNewConnections
    /// A UDP flow was never answered, and another one needed its place.
    case replaced

    var name: String {
        switch self {
        case .noBackend: "NoBackend"
        case .connectFailed: "ConnectFailed"
        case .backendRemoved: "BackendRemoved"
        case .tooManyOpenFiles: "TooManyOpenFiles"
        case .tooManyFlows: "TooManyFlows"
        case .sendFailed: "SendFailed"
        case .backendRefused: "BackendRefused"
        case .sourceNotAllowed: "SourceNotAllowed"
        case .tooManyConnections: "TooManyConnections"
        case .tooManyNewConnections: "TooManyNewConnections"
        case .replaced: "UnansweredFlowReplaced"
        }
    }
}
