/// What answers at the server, on every contender's backend address.
enum Backends {
    /// The zone that is asked.
    static let zone = """
        $ORIGIN bench.test.
        $TTL 60
        @ SOA ns admin 1 3600 600 86400 60
        @ NS ns
        ns A 192.0.2.1
        www A 192.0.2.2

        """

    /// dnsperf's file.
    static let queries = "www.bench.test A\n"

    /// On every address, or on one.
    static func http(address: String = "0.0.0.0") -> String {
        """
        daemon off;
        pid nginx-http.pid;
        worker_processes auto;
        worker_rlimit_nofile 16384;
        events {
            worker_connections 4096;
        }
        http {
            access_log off;
            keepalive_requests 1000000000;
            server {
                listen \(address):\(Contender.Port.http) reuseport backlog=4096;
                return 200 "fairway";
            }
        }

        """
    }

    static func dns(_ addresses: [String], folder: String) -> String {
        """
        server:
            rundir: \(folder)
            listen: [ \(addresses.map { "\($0)@\(Contender.Port.dns)" }.joined(separator: ", ")) ]
        database:
            storage: \(folder)
        zone:
          - domain: bench.test
            storage: \(folder)
            file: bench.zone
        log:
          - target: stderr
            any: warning

        """
    }
}
