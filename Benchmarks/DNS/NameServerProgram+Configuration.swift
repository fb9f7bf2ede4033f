/// What a name server is told: a thread for each processor, no limits of answers, no logs, and to answer as Fairway does
/// as far as it can.
extension NameServerProgram {
    /// The text of its file. `folder` is its own; the zone lies there in `bench.zone`.
    func configuration(folder: String, threads: Int, zone: BenchZone) -> String {
        switch self {
        case .bind: Self.bind(folder)
        case .knot: Self.knot(folder, threads)
        case .nsd: Self.nsd(folder, threads)
        case .fairway: zone.manifest
        }
    }

    /// `no-auth`: SRV records come with the addresses of their hosts, and nothing comes with the zone's own servers.
    private static func bind(_ folder: String) -> String {
        """
        options {
            directory "\(folder)";
            pid-file none;
            session-keyfile none;
            listen-on port \(port) { \(address); };
            listen-on-v6 { none; };
            recursion no;
            dnssec-validation no;
            minimal-responses no-auth;
            notify no;
            querylog no;
            tcp-clients 1000;
        };
        controls { };
        logging {
            channel errors { stderr; severity error; };
            category default { errors; };
        };
        zone "\(BenchZone.name)" { type primary; file "bench.zone"; };

        """
    }

    private static func knot(_ folder: String, _ threads: Int) -> String {
        """
        server:
            rundir: \(folder)
            listen: \(address)@\(port)
            udp-workers: \(threads)
            tcp-workers: \(threads)
            background-workers: 1
        database:
            storage: \(folder)
        zone:
          - domain: \(BenchZone.name)
            storage: \(folder)
            file: bench.zone
            zonefile-sync: -1
            journal-content: none
        log:
          - target: stderr
            any: error

        """
    }

    /// It knows only all or nothing beside the answer: without, its SRV records come without addresses, and what it sends
    /// is less than what the others do; with, it would always name the zone's servers too.
    private static func nsd(_ folder: String, _ threads: Int) -> String {
        """
        server:
            ip-address: \(address)@\(port)
            server-count: \(threads)
            reuseport: yes
            username: ""
            chroot: ""
            zonesdir: "\(folder)"
            database: ""
            pidfile: "\(folder)/nsd.pid"
            xfrdfile: "\(folder)/xfrd.state"
            xfrdir: "\(folder)"
            zonelistfile: "\(folder)/zone.list"
            minimal-responses: yes
            rrl-ratelimit: 0
            rrl-whitelist-ratelimit: 0
            tcp-count: 1000
            verbosity: 0
        remote-control:
            control-enable: no
        zone:
            name: \(BenchZone.name)
            zonefile: bench.zone

        """
    }
}
