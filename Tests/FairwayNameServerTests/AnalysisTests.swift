import FairwayDNS
import FairwayDNSTestSupport
import FairwayNameServer
import FairwayNet
import Testing

@Suite("Beside tools that look for mistakes")
struct AnalysisTests {
    @Test("dnsviz finds nothing to warn of", .enabled(if: has("dnsviz"), "needs dnsviz"))
    func dnsviz() async throws {
        // A delegation with a DS record whose zone is not there is one, of course.
        let lines = exampleLines.split(separator: "\n").filter { !$0.contains(" DS ") }.joined(separator: "\n")
        let table = AuthorityTable(zones: [AuthorityTable.Zone(try zone("example.test", lines))])
        try await withServer(at: "127.0.0.1", table: table) { _, place in
            let server = "example.test+:ns1.example.test=\(place)"
            let found = try await output(of: ["dnsviz", "probe", "-A", "-E", "-x", server, "example.test"])
            #expect(found.contains("127.0.0.1") && found.contains("ns1.example.test"))
            let warnings = try await withFile(found) { path in
                try await output(of: ["dnsviz", "grok", "-l", "warning", "-r", path])
            }
            #expect(warnings.filter { !$0.isWhitespace } == "{}" || warnings.allSatisfy(\.isWhitespace), "\(warnings)")
        }
    }

    @Test("dnsperf loses nothing, by UDP and by TCP", .enabled(if: has("dnsperf"), "needs dnsperf"))
    func dnsperf() async throws {
        try await withServer(at: "127.0.0.1", table: try exampleTable()) { _, place in
            let questions = "kdc.example.test A\n_kerberos._udp.example.test SRV\nmissing.example.test A\n"
            for mode in ["udp", "tcp"] {
                let text = try await withFile(questions) { path in
                    try await output(
                        of: [
                            "dnsperf", "-s", "\(place.address)", "-p", "\(place.port)", "-m", mode, "-d", path, "-n",
                            "500",
                            "-c", "4", "-t", "30",
                        ])
                }
                #expect(text.contains("Queries completed:    1500 (100.00%)"), "\(text)")
                #expect(text.contains("NOERROR 1000 (66.67%), NXDOMAIN 500 (33.33%)"))
            }
        }
    }
}
