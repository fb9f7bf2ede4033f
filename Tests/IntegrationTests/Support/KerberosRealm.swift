import Foundation
import Testing

/// A realm of MIT Kerberos with two KDCs and a kpasswd server, in a network namespace; its clients know nothing of where
/// these are but what DNS tells them.
struct KerberosRealm {
    static let name = "EXAMPLE.TEST"
    /// The first also has the kpasswd server.
    static let hosts = ["127.0.1.1", "127.0.1.2"]
    static let isInstalled = ["/usr/sbin/krb5kdc", "/usr/sbin/kadmind", "/usr/bin/kinit"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    private let folder: TemporaryFolder
    /// A command that runs another one where the realm is, and where the resolver asks a name server on 127.0.0.1.
    let inside: [String]

    /// Makes the realm with one principal.
    init(_ folder: TemporaryFolder, inside namespace: [String], principal: String, password: String) async throws {
        self.folder = folder
        let resolver = try folder.file("resolv.conf", "nameserver 127.0.0.1\n")
        inside =
            namespace + [
                "unshare", "--mount", "--propagation", "private", "sh", "-c",
                "mount --bind \(resolver) /etc/resolv.conf && exec \"$@\"", "sh",
            ]
        _ = try folder.file("acl", "")
        for host in Self.hosts { _ = try folder.file("\(host).conf", profile(of: host)) }
        try await output(
            of: inside + ["/usr/sbin/kdb5_util", "create", "-s", "-P", "master", "-r", Self.name],
            environment: server(Self.hosts[0]))
        try await output(
            of: inside + ["/usr/sbin/kadmin.local", "-q", "addprinc -pw \(password) \(principal)"],
            environment: server(Self.hosts[0]))
    }

    private func profile(of host: String) -> String {
        """
        [realms]
          \(Self.name) = {
            database_name = \(folder.path("principal"))
            key_stash_file = \(folder.path("stash"))
            acl_file = \(folder.path("acl"))
            kdc_listen = \(host):88
            kdc_tcp_listen = \(host):88
            kpasswd_listen = \(host):464
            kadmind_listen = \(host):749
          }
        """
    }

    /// What servers and clients have in common: no `kdc =`, no `admin_server =`.
    private func configuration(_ lines: [String]) throws -> String {
        let text = """
            [libdefaults]
              default_realm = \(Self.name)
              dns_lookup_realm = false
              dns_canonicalize_hostname = false
              rdns = false
            """ + lines.map { "\n  \($0)" }.joined() + "\n"
        return try folder.file("krb5-\(UUID().uuidString).conf", text)
    }

    private func server(_ host: String) throws -> [String: String] {
        ["KRB5_CONFIG": try configuration([]), "KRB5_KDC_PROFILE": folder.path("\(host).conf")]
    }

    /// Runs both KDCs and the kpasswd server.
    func serving(_ body: (_ kdcs: [RunningProgram]) async throws -> Void) async throws {
        let (first, second) = (Self.hosts[0], Self.hosts[1])
        try await withProgram(inside + ["/usr/sbin/krb5kdc", "-n"], environment: server(first), in: folder) { one in
            try await withProgram(inside + ["/usr/sbin/krb5kdc", "-n"], environment: server(second), in: folder) {
                two in
                try await withProgram(
                    inside + ["/usr/sbin/kadmind", "-nofork"], environment: server(first), in: folder
                ) { _ in
                    for host in Self.hosts { try await waitForListener(.tcp, at: Place(host, 88), inside: inside) }
                    try await waitForListener(.tcp, at: Place(first, 464), inside: inside)
                    try await body([one, two])
                }
            }
        }
    }

    /// Runs a client, with a configuration of its own and an empty cache of tickets.
    /// - Returns: how it ended, with its trace among the errors.
    func client(_ command: [String], input: String, settings: [String]) async throws -> Outcome {
        let environment = [
            "KRB5_CONFIG": try configuration(settings), "KRB5_TRACE": "/dev/stderr",
            "KRB5CCNAME": "FILE:" + folder.path("tickets-\(UUID().uuidString)"),
        ]
        return try await run(inside + command, environment: environment, input: input)
    }

    /// Gets a ticket by a password; it must be possible, by the transport.
    func getTicket(
        _ principal: String, _ password: String, over transport: TestSocket.Kind, from server: Place,
        settings: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        let preference = transport == .tcp ? ["udp_preference_limit = 1"] : []
        let outcome = try await client(
            ["kinit", principal], input: password + "\n", settings: settings + preference)
        let contact = transport == .tcp ? "Initiating TCP connection to stream" : "Sending initial UDP request to dgram"
        #expect(outcome.code == 0, "\(outcome)", sourceLocation: sourceLocation)
        #expect(outcome.errors.contains("\(contact) \(server.text)"), "\(outcome)", sourceLocation: sourceLocation)
        return outcome
    }
}
