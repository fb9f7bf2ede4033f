import Glibc
import Testing

@Suite(
    "Kerberos behind one Service", .needsRoot,
    .enabled(if: KerberosRealm.isInstalled, "needs MIT Kerberos"))
struct KerberosTests {
    private let kerberos = ["kerberos-udp:88/UDP", "kerberos-tcp:88/TCP"]
    private let kpasswd = ["kpasswd-udp:464/UDP", "kpasswd-tcp:464/TCP"]
    private let bySRV = ["dns_uri_lookup = false"]
    private let byURI = ["dns_uri_lookup = true"]

    @Test(
        "clients that know nothing but the realm's name get tickets and change passwords, also when a KDC dies"
    )
    func story() async throws {
        let folder = try TemporaryFolder()
        try await withNetworkNamespace(addresses: []) { namespace in
            let realm = try await KerberosRealm(
                folder, inside: namespace, principal: "alice", password: "first")
            try await withUp(
                ["--zone", "example.test"], folder: folder, wrapper: namespace, clients: namespace,
                dns: "127.0.0.1:53"
            ) { up in
                try await realm.serving { kdcs in
                    let address = try await serve(by: up)
                    try await getTickets(in: realm, at: address, password: "first", settings: bySRV)
                    try await followPage(in: realm, at: address)
                    try await getTickets(in: realm, at: address, password: "second", settings: bySRV)
                    kill(kdcs[0].pid, SIGKILL)
                    try await eventually("the first KDC has died") { kdcs[0].isRunning ? nil : true }
                    for _ in 1...3 {
                        try await getTickets(in: realm, at: address, password: "second", settings: bySRV)
                    }
                    let trace = try await getTickets(
                        in: realm, at: address, password: "second", settings: byURI)
                    #expect(trace.contains("URI answer: 0 1 \"krb5srv:m:udp:kdc.example.test\""), "\(trace)")
                    #expect(!trace.contains("SRV answer"), "\(trace)")
                    try await expectGone(after: up, realm)
                }
            }
        }
    }

    /// Makes the Service of docs/kerberos.md.
    private func serve(by up: Up) async throws -> String {
        try await up.apply(try Page("kerberos").block("apiVersion: v1"))
        let address = try await up.address(of: "kdc")
        try await up.change(
            "kdc",
            to: [
                Slice(kerberos, KerberosRealm.hosts, name: "kdcs"),
                Slice(kpasswd, [KerberosRealm.hosts[0]], name: "kpasswd"),
            ])
        try await eventually("the name is answered for") {
            try await Dig(Place("127.0.0.1", 53), "kdc.example.test", "A", inside: up.clients).answers
                == [address]
                ? true : nil
        }
        return address
    }

    /// Over both transports. Returns the traces.
    @discardableResult
    private func getTickets(
        in realm: KerberosRealm, at address: String, password: String, settings: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        var traces = ""
        for transport in TestSocket.Kind.allCases {
            traces += try await realm.getTicket(
                "alice", password, over: transport, from: Place(address, 88), settings: settings,
                sourceLocation: sourceLocation
            ).errors
        }
        return traces
    }

    /// Does what docs/kerberos.md says, which changes the password.
    private func followPage(in realm: KerberosRealm, at address: String) async throws {
        let inputs = ["kinit": "first\n", "kpasswd": "first\nsecond\nsecond\n"]
        let commands = try Page("kerberos").commands
        #expect(Set(commands.map { $0[0] }) == ["dig", "kinit", "kpasswd"])
        for command in commands {
            let outcome = try await realm.client(command, input: inputs[command[0]] ?? "", settings: [])
            #expect(outcome.code == 0 && !outcome.text.isEmpty, "\(outcome)")
            if command[0] == "kpasswd" {
                #expect(outcome.errors.contains(" \(address):464"), "\(outcome)")
            }
        }
    }

    private func expectGone(after up: Up, _ realm: KerberosRealm) async throws {
        try await up.kubectl("delete", "service", "kdc", "--timeout=30s")
        for (name, type) in [
            ("kdc.example.test", "A"), ("_kerberos._udp.example.test", "SRV"),
            ("_kpasswd._tcp.example.test", "SRV"),
            ("_kerberos.example.test", "URI"),
        ] {
            let answer = try await Dig(Place("127.0.0.1", 53), name, type, inside: up.clients)
            #expect(answer.status == "NXDOMAIN", "\(name)")
        }
        let outcome = try await realm.client(["kinit", "alice"], input: "second\n", settings: bySRV)
        #expect(outcome.code != 0 && outcome.errors.contains("Cannot find KDC for realm"), "\(outcome)")
    }
}
