import FairwayTestSupport

/// The Services of a soak and what is behind them, as it changes.
struct SoakTable: Sendable {
    /// What stands behind a Service that has one backend or none.
    enum Moving: Equatable, Sendable {
        case absent
        case empty
        case served(by: String)

        /// Who serves it.
        var server: String? { if case .served(let server) = self { server } else { nil } }
    }

    private let addresses: AddressBlock
    /// Those whose every change must take effect, by number.
    private(set) var moving: [Moving]
    /// Where each address ends of the endpoints that come and go beside those that stay; one of them has no server.
    private var passing: [(last: Int, state: Slice.State)] = []
    private var weight = 100

    static let port: UInt16 = 7_601
    /// Where servers take connections, and where datagrams.
    static let streams: UInt16 = 7_611
    static let datagrams: UInt16 = 7_612
    /// Servers by the last byte of their addresses.
    static let servers = [1: "a", 2: "b", 3: "c", 4: "d", 5: "e"]
    private static let silent = 9
    private static let ports = ["tcp:\(port)/TCP", "udp:\(port)/UDP"]
    private static let targets = ["tcp:\(port)/TCP>\(streams)", "udp:\(port)/UDP>\(datagrams)"]

    init(_ addresses: AddressBlock) {
        self.addresses = addresses
        moving = Array(repeating: .absent, count: 4)
    }

    /// A Service that nothing happens to.
    var steady: SoakTarget {
        SoakTarget(place: Place(addresses.address(64), Self.port), lasting: ["a", "b"], isAlwaysThere: true)
    }
    /// A Service of which some backends stay while others come and go.
    var mixed: SoakTarget {
        SoakTarget(
            place: Place(addresses.address(65), Self.port), lasting: ["a", "b"], isAlwaysThere: true, hasPassing: true)
    }
    func moving(_ number: Int) -> SoakTarget {
        SoakTarget(place: Place(addresses.address(70 + number), Self.port), hasPassing: true)
    }

    /// Changes something of everything that may change.
    /// - Returns: the numbers of the moving Services that are not what they were.
    mutating func change(using numbers: inout SeededGenerator) -> [Int] {
        passing = [3, 4, 5, Self.silent].filter { _ in numbers.chance(50) }.map { last in
            (last, [.ready, .ready, .draining, .failing].randomElement(using: &numbers) ?? .ready)
        }
        weight = Int.random(in: 0...300, using: &numbers)
        let changed = moving.indices.shuffled(using: &numbers).prefix(2)
        for number in changed {
            let states = [Moving.absent, .empty] + Self.servers.values.sorted().map { .served(by: $0) }
            moving[number] = states.filter { $0 != moving[number] }.randomElement(using: &numbers) ?? .absent
        }
        return changed.sorted()
    }

    /// Everything there is.
    var manifest: String {
        let lasting = [1, 2].map { addresses.address($0) }
        let fixed =
            service("steady", steady) + Slice(Self.targets, lasting).manifest(of: "steady")
            + service("mixed", mixed) + Slice(Self.targets, lasting).manifest(of: "mixed")
            + Slice(
                Self.targets, passing.map { (addresses.address($0.last), $0.state) }, name: "passing", weight: weight
            ).manifest(of: "mixed")
        return fixed + moving.indices.map(manifest(ofMoving:)).joined()
    }

    private func manifest(ofMoving number: Int) -> String {
        let name = "moving-\(number)"
        var members: [String] = []
        switch moving[number] {
        case .absent: return ""
        case .empty: break
        case .served(let server):
            members = Self.servers.filter { $0.value == server }.keys.map { addresses.address($0) }
        }
        return service(name, moving(number)) + Slice(Self.targets, members).manifest(of: name)
    }

    private func service(_ name: String, _ target: SoakTarget) -> String {
        Manifest.service(
            name, ports: Self.ports,
            annotations: ["fairway.dev/addresses": target.place.address, "fairway.dev/udp-idle-timeout": "1s"])
    }
}

/// A Service as its clients see it.
struct SoakTarget: Sendable {
    var place: Place
    /// The backends that stay: whoever is with one of them must not be disturbed.
    var lasting: Set<String> = []
    /// Whether everybody must be served.
    var isAlwaysThere = false
    /// Whether there may be other backends.
    var hasPassing = false

    /// Whether a connection may break that has got to this server, or not yet to any.
    func mayBreak(with server: String?) -> Bool { server.map { !lasting.contains($0) } ?? hasPassing }
}
