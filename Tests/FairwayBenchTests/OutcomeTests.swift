import Testing

@testable import fairway_bench

@Suite("What clients print")
struct OutcomeTests {
    private func values(of traffic: Traffic, in output: String, received: Int = 0) -> [Quantity: Double]? {
        traffic.values(in: output, received: received, seconds: 2)
    }

    @Test("iperf3's sum as the receiver counted it is taken, and its loss, which may be none")
    func iperf() {
        let output = """
            "sum": { "bits_per_second": 556732175.5, "lost_percent": 19.6, "sender": true },
            "sum_sent": {
              "bits_per_second":	556732175.5711855,
              "lost_percent":	0 },
            "sum_received": {
              "bits_per_second":	4.5e8,
              "lost_percent":	0, "sender": false }
            """
        #expect(values(of: .datagramBulk, in: output) == [.bandwidth: 0.45, .loss: 0])
        #expect(values(of: .bulk, in: output) == [.bandwidth: 0.45])
    }

    @Test("iperf3 that failed gives no figure")
    func iperfError() {
        #expect(values(of: .bulk, in: #"{"end": {}, "error": "unable to connect to server"}"#) == nil)
        #expect(values(of: .bulkOfEight, in: "\"bits_per_second\":\t0") == nil)
    }

    @Test("wrk's requests a second are taken, unless some failed")
    func wrk() {
        let output = "  80000 requests in 2.00s\nRequests/sec:  40061.25\nTransfer/sec:      6.1MB\n"
        #expect(values(of: .keptConnections, in: output) == [.rate: 40.06125])
        #expect(values(of: .newConnections, in: "  Socket errors: connect 0, read 3\n" + output) == nil)
        #expect(values(of: .newConnections, in: "  Non-2xx or 3xx responses: 7\n" + output) == nil)
    }

    @Test("dnsperf's queries a second are taken")
    func dnsperf() {
        let output = "  Queries completed:    50000 (99.9%)\n  Queries per second:   25390.114509\n"
        #expect(values(of: .datagramRequests, in: output) == [.rate: 25.390114509])
        #expect(values(of: .datagramRequests, in: "  Queries per second:   0.000000\n") == nil)
    }

    @Test("a ping-pong gives both quantiles or nothing")
    func ping() {
        let output = "exchanges: 1000\nlost: 0\np50 µs: 16.2\np99 µs: 54.4\n"
        #expect(values(of: .streamLatency, in: output) == [.median: 16.2, .tail: 54.4])
        #expect(values(of: .loadedDatagramLatency, in: "p50 µs: 16.2\n") == nil)
    }

    @Test("small packets are those that came, and the loss is of those that were sent")
    func smallPackets() {
        #expect(values(of: .smallPackets, in: "sent: 4000", received: 3_000) == [.rate: 1.5, .loss: 25])
        #expect(values(of: .smallPackets, in: "sent: 4000", received: 4_002) == [.rate: 2.001, .loss: 0])
        #expect(values(of: .smallPackets, in: "sent: 4000", received: 0) == nil)
    }

    @Test(
        "versions are found in what programs say",
        arguments: [
            ("HAProxy version 2.6.12-1+deb12u4 2026/10/17 - https://haproxy.org/", "2.6.12"),
            ("nginx version: nginx/1.22.1", "1.22.1"), ("nftables v1.0.6 (Lester Gooch #5)", "1.0.6"),
            ("wrk debian/4.1.0-3+b2 [epoll] Copyright\n -v, --version  Print version details\n", "4.1.0"),
            ("Usage: dnsperf [-s 127.0.0.1]\nVersion 2.10.0", "2.10.0"), ("sh: 1: knotd: not found", nil),
        ])
    func versions(output: String, version: String?) {
        #expect(Versions.number(in: output) == version)
    }
}
