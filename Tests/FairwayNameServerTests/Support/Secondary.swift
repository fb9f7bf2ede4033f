import FairwayNet

/// Another implementation that serves a zone which it has from ours.
enum Secondary: String, CaseIterable, Sendable {
    case named
    case knotd
    case nsd

    /// The key that everything between the two is signed with: its name, and its secret in base 64.
    static let key = (name: "transfer", secret: "c2VjcmV0IG9mIGJvdGggc2lkZXM=")

    private func arguments(configuration: String) -> [String] {
        switch self {
        case .named: ["-g", "-n", "1", "-c", configuration]
        case .knotd: ["-c", configuration]
        case .nsd: ["-d", "-c", configuration]
        }
    }

    /// Its configuration as a secondary of `primary` for example.test, in a folder of its own.
    private func configuration(_ folder: String, at port: UInt16, of primary: SocketAddress) -> String {
        switch self {
        case .named:
            """
            options {
              directory "\(folder)"; pid-file none; session-keyfile none; listen-on port \(port) { 127.0.0.1; };
              listen-on-v6 { none; }; recursion no; dnssec-validation no; notify no; minimal-responses yes;
              zero-no-soa-ttl no;
            };
            controls { };
            key "\(Self.key.name)" { algorithm hmac-sha256; secret "\(Self.key.secret)"; };
            zone "example.test" {
              type secondary; file "zone"; masterfile-format text;
              primaries { \(primary.address) port \(primary.port) key "\(Self.key.name)"; };
            };
            """
        case .knotd:
            """
            server:
              listen: 127.0.0.1@\(port)
              rundir: "\(folder)"
            database:
              storage: "\(folder)"
            key:
              - id: \(Self.key.name)
                algorithm: hmac-sha256
                secret: \(Self.key.secret)
            remote:
              - id: primary
                address: \(primary.address)@\(primary.port)
                key: \(Self.key.name)
            acl:
              - id: notified
                address: 127.0.0.1
                key: \(Self.key.name)
                action: notify
            zone:
              - domain: example.test
                storage: "\(folder)"
                master: primary
                acl: notified
            log:
              - target: stderr
                any: info
            """
        case .nsd:
            """
            server:
              server-count: 1
              ip-address: 127.0.0.1@\(port)
              username: ""
              chroot: ""
              zonesdir: "\(folder)"
              database: ""
              pidfile: ""
              xfrdfile: "\(folder)/state"
              xfrdir: "\(folder)"
              zonelistfile: "\(folder)/zones"
              minimal-responses: yes
              verbosity: 2
            remote-control:
              control-enable: no
            key:
              name: "\(Self.key.name)"
              algorithm: hmac-sha256
              secret: "\(Self.key.secret)"
            zone:
              name: "example.test"
              zonefile: "zone"
              request-xfr: \(primary.address)@\(primary.port) \(Self.key.name)
              allow-notify: 127.0.0.1 \(Self.key.name)
            """
        }
    }

    /// Runs it while `body` runs.
    func run(at place: SocketAddress, of primary: SocketAddress, _ body: () async throws -> Void) async throws {
        try await withDaemon(
            "/usr/sbin/\(rawValue)", { configuration($0, at: place.port, of: primary) },
            { arguments(configuration: $0) }, body)
    }
}
