import Foundation

/// A name server that is measured beside the others, each in a network namespace of its own.
enum NameServerProgram: String, ComparedEntrant {
    case bind, knot, nsd, fairway

    /// Where each of them is asked, in its own namespace.
    static let address = "127.0.0.1"
    static let port: UInt16 = 5300

    var title: String {
        switch self {
        case .bind: "BIND"
        case .knot: "Knot DNS"
        case .nsd: "NSD"
        case .fairway: "Fairway"
        }
    }

    /// The program it is.
    private var tool: String {
        switch self {
        case .bind: "named"
        case .knot: "knotd"
        case .nsd: "nsd"
        case .fairway: builtFairway
        }
    }

    /// Whether it can be measured here; says what is missing where it cannot.
    var isThere: Bool {
        self == .fairway
            ? fairway_bench.isThere(title, tools: [], files: [tool]) : fairway_bench.isThere(title, tools: [tool])
    }

    /// The name of the file that says what it does.
    var configurationFile: String {
        switch self {
        case .bind: "named.conf"
        case .knot: "knot.conf"
        case .nsd: "nsd.conf"
        case .fairway: "fairway-zone.yaml"
        }
    }

    /// The command that runs it in the foreground, with its configuration and all it writes in a folder of its own.
    func command(folder: String, threads: Int) -> [String] {
        [tool] + options(folder, threads) + ["\(folder)/\(configurationFile)"]
    }

    /// The last of them takes the file.
    private func options(_ folder: String, _ threads: Int) -> [String] {
        switch self {
        case .bind: ["-f", "-n", "\(threads)", "-c"]
        case .knot: ["-c"]
        case .nsd: ["-d", "-c"]
        case .fairway:
            [
                "up", "--state-dir", "\(folder)/state", "--api", "127.0.0.1:0", "--dns",
                "\(Self.address):\(Self.port)", "--pool", "127.77.0.0/16", "--log-level", "warning", "-f",
            ]
        }
    }
}
