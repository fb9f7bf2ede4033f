/// A way of getting TCP and UDP to a backend, that is measured beside the others.
enum Contender: String, ComparedEntrant {
    case routing, nftables, haproxy, nginx, fairway

    var title: String {
        switch self {
        case .routing: "plain routing"
        case .nftables: "nftables DNAT"
        case .haproxy: "HAProxy"
        case .nginx: "nginx stream"
        case .fairway: "Fairway proxy"
        }
    }

    /// The programs it needs besides those that every contender does.
    var tools: [String] {
        switch self {
        case .routing, .fairway: []
        case .nftables: ["nft"]
        case .haproxy: ["haproxy"]
        case .nginx: ["nginx"]
        }
    }

    /// The name of the file that says what it does; plain routing has none.
    var configurationFile: String {
        switch self {
        case .routing: ""
        case .nftables: "nftables.nft"
        case .haproxy: "haproxy.cfg"
        case .nginx: "nginx.conf"
        case .fairway: "fairway.yaml"
        }
    }

    /// The files it needs.
    var files: [String] {
        switch self {
        case .nginx: [Self.nginxStreamModule]
        case .fairway: [builtFairway]
        case .routing, .nftables, .haproxy: []
        }
    }

    static let nginxStreamModule = "/usr/lib/nginx/modules/ngx_stream_module.so"

    /// Whether programs of its own move the traffic, and not the kernel alone.
    var hasProcesses: Bool {
        switch self {
        case .routing, .nftables: false
        case .haproxy, .nginx, .fairway: true
        }
    }

    /// HAProxy balances no UDP, and the kernel's memory is nobody's.
    func carries(_ traffic: Traffic) -> Bool {
        !(self == .haproxy && traffic.transport == .udp) && (hasProcesses || !traffic.isOfMemory)
    }
}
