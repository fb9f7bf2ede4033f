import FairwayCore
import FairwayTestSupport
import Testing

@Suite("A table that follows its Services")
struct ServicesTableTests {
    @Test("whatever comes, changes and goes, each frontend is the oldest's of those that have it")
    func oldest() {
        var numbers = SeededGenerator(seed: 7)
        var table = ServicesTable()
        var services: [ServiceKey: ServedService] = [:]
        for _ in 0..<500 {
            let key = ServiceKey(namespace: "default", name: "s\(Int.random(in: 0..<6, using: &numbers))")
            let ports = [tcp80, udp80, tcp81].filter { _ in Bool.random(using: &numbers) }
            // A Service that is made again may be older or younger than it was.
            let age = Int64.random(in: 0..<4, using: &numbers)
            let now: ServedService? =
                Int.random(in: 0..<4, using: &numbers) == 0
                ? nil : ForwardingTableTests.service(key, age: age, ports: ports)
            guard let creation = (now ?? services[key])?.creation else { continue }
            table.replace(services[key]?.entries, with: now?.entries, of: key, from: creation)
            services[key] = now
            #expect(table.table == Self.table(of: services.values))
        }
    }

    /// The table of some Services, made at one go.
    private static func table(of services: some Sequence<ServedService>) -> ForwardingTable {
        let youngestFirst = services.sorted { ($1.creation, $1.key) < ($0.creation, $0.key) }
        return ForwardingTable(
            entries: youngestFirst.reduce(into: [:]) { entries, service in
                entries.merge(service.entries) { _, older in older }
            })
    }
}
