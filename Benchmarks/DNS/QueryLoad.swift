/// What name servers are asked, and how.
enum QueryLoad: String, ComparedDiscipline {
    case addresses, services, missing, addressesWithOptions, addressesByStream
    case start

    /// All but the start.
    static let questions = allCases.filter { $0 != .start }

    var title: String {
        switch self {
        case .addresses: "A over UDP"
        case .services: "SRV over UDP"
        case .missing: "Names that are not there, over UDP"
        case .addressesWithOptions: "A with EDNS, over UDP"
        case .addressesByStream: "A on 32 kept TCP connections"
        case .start: "From the start of the program to its first answer"
        }
    }

    var quantities: [Quantity] { self == .start ? [.startTime, .footprint] : [.rate, .effort, .size] }

    /// What a line of dnsperf's file asks.
    func question(about number: Int) -> String {
        switch self {
        case .addresses, .addressesWithOptions, .addressesByStream, .start: "\(BenchZone.host(number)) A"
        case .services: "\(BenchZone.service(number)) SRV"
        case .missing: "\(BenchZone.missing(number)) A"
        }
    }

    private var options: [String] {
        switch self {
        case .addresses, .services, .missing, .start: []
        case .addressesWithOptions: ["-e"]
        case .addressesByStream: ["-m", "tcp"]
        }
    }

    private var responseCode: String { self == .missing ? "NXDOMAIN" : "NOERROR" }

    /// dnsperf's command, whose clients are as many threads as there are processors. So many questions are under way that
    /// no server's socket loses one: dnsperf would wait for it.
    func command(seconds: Int, threads: Int, queries: String) -> [String] {
        [
            "dnsperf", "-s", NameServerProgram.address, "-p", "\(NameServerProgram.port)", "-d", queries, "-l",
            "\(seconds)", "-c", "32", "-q", "128", "-t", "1", "-T", "\(min(threads, 32))",
        ] + options
    }

    /// What dnsperf says; `nil` where it lacks a figure, something was answered otherwise, or more than one in a thousand
    /// not at all. `processorSeconds` is what the server used meanwhile.
    func values(in output: String, processorSeconds: Double) -> [Quantity: Double]? {
        guard let rate = output.lastNumber(after: "Queries per second:"), rate > 0,
            let completed = output.lastNumber(after: "Queries completed:"), completed > 0,
            let lost = output.lastNumber(after: "Queries lost:"), lost <= completed / 1_000,
            let size = output.lastNumber(after: ", response"), output.contains("\(responseCode) \(Int(completed)) (100")
        else { return nil }
        return [.rate: rate / 1e3, .effort: processorSeconds / completed * 1e6, .size: size]
    }
}
