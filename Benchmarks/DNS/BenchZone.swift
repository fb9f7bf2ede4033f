/// The zone that is asked: names with an address and an SRV record each, as Fairway makes them of Services.
struct BenchZone {
    static let name = "bench.test"
    private static let namesOfService = 100

    let names: Int

    static func host(_ number: Int) -> String { "host-\(number).\(name)" }
    static func service(_ number: Int) -> String { "_sip._udp.\(host(number))" }
    static func missing(_ number: Int) -> String { "missing-\(number).\(name)" }

    /// What Fairway is told: the zone, and Services with a hundred names each.
    var manifest: String {
        let services = stride(from: 0, to: names, by: Self.namesOfService).map { first in
            service(first / Self.namesOfService, first..<min(first + Self.namesOfService, names))
        }
        return ([zone] + services).joined(separator: "---\n")
    }

    private var zone: String {
        """
        apiVersion: fairway.dev/v1alpha1
        kind: DNSZone
        metadata:
          name: bench
        spec:
          zone: \(Self.name)
          primary:
            nameServers:
              - { name: ns.\(Self.name), addresses: [\(NameServerProgram.address)] }
          transfer:
            to: [127.0.0.0/8]

        """
    }

    private func service(_ number: Int, _ names: Range<Int>) -> String {
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: bench-\(number)
          annotations:
            fairway.dev/hostname: \(names.map(Self.host).joined(separator: ","))
        spec:
          type: LoadBalancer
          ports:
            - { name: sip, protocol: UDP, port: 5060 }

        """
    }

    /// dnsperf's file: a question about each name, in any order.
    func queries(of load: QueryLoad) -> String {
        (0..<names).shuffled().map { load.question(about: $0) + "\n" }.joined()
    }

    /// Some questions of every kind, to see that servers answer alike. (The SOA is not among them: Fairway may have given
    /// the zone another serial since it was copied.)
    var sample: String {
        let some = stride(from: 0, to: names, by: max(1, names / 100))
        let loads: [QueryLoad] = [.addresses, .services, .missing]
        return loads.flatMap { load in some.map { load.question(about: $0) + "\n" } }.joined()
            + "\(Self.name) NS\n"
    }

    /// Whether all is there, in the text of a zone file.
    func isWhole(_ text: String) -> Bool {
        let owners = text.split(separator: "\n").filter { $0.hasPrefix("host-") || $0.hasPrefix("_sip._udp.host-") }
        return owners.count == 2 * names
    }
}
