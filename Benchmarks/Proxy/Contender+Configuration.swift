/// What a contender is told, tuned as its documentation advises.
extension Contender {
    /// The ports, the same on the balancer and on the backend.
    enum Port {
        static let bulk = 5201
        static let http = 8080
        static let dns = 5300
    }

    /// The text of the contender's file; `nil` for plain routing, which has none.
    func configuration(_ lane: Lane) -> String? {
        switch self {
        case .routing: nil
        case .nftables: Self.nftables(lane)
        case .haproxy: Self.haproxy(lane)
        case .nginx: Self.nginx(lane)
        case .fairway: Self.fairway(lane)
        }
    }

    /// What kube-proxy does.
    private static func nftables(_ lane: Lane) -> String {
        """
        table ip bench {
            chain prerouting {
                type nat hook prerouting priority dstnat;
                ip daddr \(lane.service) tcp dport { \(Port.bulk), \(Port.http) } dnat to \(lane.backend)
                ip daddr \(lane.service) udp dport \(Port.dns) dnat to \(lane.backend)
            }
        }

        """
    }

    /// A thread per processor is its default.
    private static func haproxy(_ lane: Lane) -> String {
        """
        global
            maxconn 4000
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

        """
    }

    private static func nginx(_ lane: Lane) -> String {
        """
        load_module \(nginxStreamModule);
        daemon off;
        pid nginx-stream.pid;
        worker_processes auto;
        worker_rlimit_nofile 16384;
        events {
            worker_connections 4096;
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
                listen \(lane.service):\(Port.dns) udp reuseport;
                proxy_pass \(lane.backend):\(Port.dns);
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
            - { name: bulk, protocol: TCP, port: \(Port.bulk) }
            - { name: http, protocol: TCP, port: \(Port.http) }
            - { name: dns, protocol: UDP, port: \(Port.dns) }
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: bench
          labels:
            kubernetes.io/service-name: bench
        addressType: IPv4
        ports:
          - { name: bulk, protocol: TCP, port: \(Port.bulk) }
          - { name: http, protocol: TCP, port: \(Port.http) }
          - { name: dns, protocol: UDP, port: \(Port.dns) }
        endpoints:
          - addresses: [\(lane.backend)]

        """
    }
}
