import Foundation

extension Lane {
    /// What its contender is told on this machine; `nil` for plain routing.
    func configuration(descriptors: Int) -> String? {
        contender.configuration(
            self, descriptors: descriptors, processors: ProcessInfo.processInfo.activeProcessorCount)
    }
}

/// What a contender is told, tuned as its documentation advises.
extension Contender {
    /// The ports, the same on the balancer and on the backend.
    enum Port {
        static let bulk = 5201
        static let http = 8080
        static let dns = 5300
        /// Everything comes back.
        static let echo = 7000
        /// Nothing comes back.
        static let sink = 9000
    }

    /// The text of the contender's file; `nil` for plain routing, which has none. `descriptors` is how many a process
    /// may have.
    func configuration(_ lane: Lane, descriptors: Int, processors: Int) -> String? {
        switch self {
        case .routing: nil
        case .nftables: Self.nftables(lane)
        case .haproxy: Self.haproxy(lane, descriptors: descriptors)
        case .nginx: Self.nginx(lane, descriptors: descriptors, processors: processors)
        case .fairway: Self.fairway(lane)
        }
    }

    /// What kube-proxy does.
    private static func nftables(_ lane: Lane) -> String {
        let streams = [Port.bulk, Port.http, Port.echo].map(String.init).joined(separator: ", ")
        let datagrams = [Port.bulk, Port.dns, Port.echo, Port.sink].map(String.init).joined(separator: ", ")
        return """
            flush ruleset
            table ip bench {
                chain prerouting {
                    type nat hook prerouting priority dstnat;
                    ip daddr \(lane.service) tcp dport { \(streams) } dnat to \(lane.backend)
                    ip daddr \(lane.service) udp dport { \(datagrams) } dnat to \(lane.backend)
                }
            }

            """
    }

    /// A thread per processor is its default. For each connection it wants two descriptors, and half of one for a pipe.
    private static func haproxy(_ lane: Lane, descriptors: Int) -> String {
        """
        global
            maxconn \(max(descriptors - 1_000, 100) * 2 / 5)
        defaults
            mode tcp
            option splice-auto
            timeout connect 5s
            timeout client 1h
            timeout server 1h
        listen bulk
            bind \(lane.service):\(Port.bulk) backlog 4096
            server backend \(lane.backend):\(Port.bulk)
        listen http
            bind \(lane.service):\(Port.http) backlog 4096
            server backend \(lane.backend):\(Port.http)
        listen echo
            bind \(lane.service):\(Port.echo) backlog 4096
            server backend \(lane.backend):\(Port.echo)

        """
    }

    /// A flow takes two of a worker's connections, and all workers together are to have room for those of the small
    /// packets. Where nothing comes back, a flow is forgotten as soon as Fairway does it.
    private static func nginx(_ lane: Lane, descriptors: Int, processors: Int) -> String {
        """
        load_module \(nginxStreamModule);
        daemon off;
        pid nginx-stream.pid;
        worker_processes auto;
        worker_rlimit_nofile \(descriptors);
        events {
            worker_connections \(max(16_384, 131_072 / processors));
            multi_accept on;
        }
        stream {
            access_log off;
            proxy_buffer_size 64k;
            server {
                listen \(lane.service):\(Port.bulk) reuseport backlog=4096;
                proxy_pass \(lane.backend):\(Port.bulk);
            }
            server {
                listen \(lane.service):\(Port.http) reuseport backlog=4096;
                proxy_pass \(lane.backend):\(Port.http);
            }
            server {
                listen \(lane.service):\(Port.echo) reuseport backlog=4096;
                proxy_pass \(lane.backend):\(Port.echo);
            }
            server {
                listen \(lane.service):\(Port.bulk) udp reuseport;
                proxy_pass \(lane.backend):\(Port.bulk);
            }
            server {
                listen \(lane.service):\(Port.dns) udp reuseport;
                proxy_pass \(lane.backend):\(Port.dns);
            }
            server {
                listen \(lane.service):\(Port.echo) udp reuseport;
                proxy_pass \(lane.backend):\(Port.echo);
            }
            server {
                listen \(lane.service):\(Port.sink) udp reuseport;
                proxy_pass \(lane.backend):\(Port.sink);
                proxy_timeout 30s;
            }
        }

        """
    }

    /// Nothing is tuned.
    private static func fairway(_ lane: Lane) -> String {
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: bench
        spec:
          type: LoadBalancer
          ports:
            \(ports)
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: bench
          labels:
            kubernetes.io/service-name: bench
        addressType: IPv4
        ports:
            \(ports)
        endpoints:
          - addresses: [\(lane.backend)]

        """
    }

    /// In YAML, to be indented by four.
    private static var ports: String {
        let ports = [
            ("bulk", "TCP", Port.bulk), ("http", "TCP", Port.http), ("echo", "TCP", Port.echo),
            ("bulk-udp", "UDP", Port.bulk), ("dns", "UDP", Port.dns), ("echo-udp", "UDP", Port.echo),
            ("sink", "UDP", Port.sink),
        ]
        return ports.map { "- { name: \($0), protocol: \($1), port: \($2) }" }.joined(separator: "\n    ")
    }
}
