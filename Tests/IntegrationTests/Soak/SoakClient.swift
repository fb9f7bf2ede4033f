import FairwayTestSupport
import Glibc
import SystemPackage

/// Does one thing after another with Services, chosen at random, and holds them to what they owe. It is a value that is
/// handed to a thread and comes back with what it has counted.
struct SoakClient: Sendable {
    private let table: SoakTable
    private var numbers: SeededGenerator
    private var flows: [SoakFlow]
    private var kept: [(target: SoakTarget, connection: (server: String, exchange: Exchange)?)]
    var tally = SoakTally()

    /// `ports`: of its own, for flows that keep theirs.
    init(_ table: SoakTable, seed: UInt64, from place: Place) throws {
        self.table = table
        var numbers = SeededGenerator(seed: seed)
        let lasting = [table.steady, table.mixed]
        flows = try lasting.enumerated().map {
            try SoakFlow(to: $1, from: Place(place.address, place.port + UInt16($0)), id: numbers.next())
        }
        self.numbers = numbers
        kept = lasting.map { ($0, nil) }
    }

    /// Works until it is told that it is enough.
    /// - Throws: a `SoakFailure` at the first thing that is wrong.
    mutating func work(while isWanted: () -> Bool) throws {
        while isWanted() { try act() }
    }

    private mutating func act() throws {
        let target = target()
        switch Int.random(in: 0..<100, using: &numbers) {
        case ..<30: try run(.random(upTo: 64 << 10, ending: .orderly, using: &numbers), at: target)
        case ..<35: try run(.random(upTo: 4 << 20, ending: .orderly, using: &numbers), at: target)
        case ..<45: try run(.random(upTo: 1 << 20, ending: .clientResets, using: &numbers), at: target)
        case ..<55: try run(.random(upTo: 1 << 20, ending: .serverResets, using: &numbers), at: target)
        case ..<70: try newFlow(at: target)
        case ..<85: try keptFlow(flows.indices.randomElement(using: &numbers) ?? 0)
        default: try continueKept(kept.indices.randomElement(using: &numbers) ?? 0)
        }
    }

    private mutating func target() -> SoakTarget {
        switch Int.random(in: 0..<10, using: &numbers) {
        case ..<4: table.steady
        case ..<7: table.mixed
        default: table.moving(Int.random(in: table.moving.indices, using: &numbers))
        }
    }

    private mutating func run(_ errand: Errand, at target: SoakTarget) throws {
        try judged("\(errand)", target) { client, server in
            let socket = try TestSocket(.tcp, to: target.place)
            do {
                try client.run(errand, over: socket, &server)
            } catch let error as Errno where errand.ending == .serverResets && error.isBreak {
                client.tally.aborts += 1
            }
        }
    }

    private mutating func run(_ errand: Errand, over socket: TestSocket, _ server: inout String?) throws {
        var (name, exchange) = try socket.begin(errand)
        server = name
        defer { tally.bytes += exchange.taken }
        try exchange.run(until: errand.ending == .clientResets ? errand.resetAfter : .max)
        if errand.ending == .clientResets {
            try socket.resetWhenClosed()
            tally.aborts += 1
        } else {
            tally.transfers += 1
        }
    }

    /// Goes on with a connection that is kept, or begins it.
    private mutating func continueKept(_ index: Int) throws {
        let target = kept[index].target
        let size = Int.random(in: 1...64 << 10, using: &numbers)
        let endless = Errand(start: Int.random(in: 0..<1 << 30, using: &numbers), up: 1 << 40, down: 1 << 40)
        var connection = kept[index].connection
        kept[index].connection = nil
        try judged("a kept connection", target) { client, server in
            var (name, exchange) = try connection ?? TestSocket(.tcp, to: target.place).begin(endless)
            server = name
            connection = nil
            let before = exchange.taken
            try exchange.run(until: before + size)
            client.tally.bytes += exchange.taken - before
            client.tally.keptParts += 1
            client.kept[index].connection = (name, exchange)
        }
    }

    private mutating func newFlow(at target: SoakTarget) throws {
        var flow = try SoakFlow(to: target, from: nil, id: numbers.next())
        try flow.exchange(&tally, using: &numbers)
    }

    private mutating func keptFlow(_ index: Int) throws {
        if numbers.chance(10) { try flows[index].beginAgain() }
        try flows[index].exchange(&tally, using: &numbers)
    }

    /// Does something with a connection, and judges how it ended; `body` says which server it got to.
    private mutating func judged(
        _ what: String, _ target: SoakTarget, _ body: (inout SoakClient, inout String?) throws -> Void
    ) throws {
        var server: String?
        do {
            try body(&self, &server)
        } catch let error as Errno {
            let isRefused = server == nil && error == .connectionRefused
            guard isRefused ? !target.isAlwaysThere : target.mayBreak(with: server) && error.isBreak else {
                throw SoakFailure("\(what) to \(target.place.text), served by \(server ?? "nobody"), broke: \(error)")
            }
            tally.cut += 1
        } catch let error as WrongBytes {
            throw SoakFailure("\(what) to \(target.place.text), served by \(server ?? "nobody"): \(error)")
        }
    }
}

/// What is wrong, in one sentence.
struct SoakFailure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

extension Errno {
    /// Whether the other side has broken a connection off.
    fileprivate var isBreak: Bool { [.connectionReset, .brokenPipe, .socketNotConnected].contains(self) }
}
