/// Which versions are measured, and measured with.
enum Versions {
    /// How programs tell their versions; the kernel's is the machine's.
    static let ofDataPath = [
        ("HAProxy", ["haproxy", "-v"]), ("nginx", ["nginx", "-v"]), ("nftables", ["nft", "-v"]),
        ("iperf3", ["iperf3", "-v"]), ("wrk", ["wrk", "-v"]), knot, dnsperf,
    ]
    static let ofNameServers = [("BIND", ["named", "-v"]), knot, ("NSD", ["nsd", "-v"]), dnsperf]
    private static let knot = ("Knot DNS", ["knotd", "-V"])
    private static let dnsperf = ("dnsperf", ["dnsperf", "-h"])

    /// By the name of the program, of those in `commands` and Fairway; those that are missing, or do not tell, are left
    /// out.
    static func installed(_ commands: [(String, [String])]) async -> [String: String] {
        var versions: [String: String] = [:]
        for (name, command) in commands + [("Fairway", [builtFairway, "--version"])] {
            // Some call it a failure to be asked, and some answer on stderr.
            let script = "\"$0\" \"$@\" 2>&1 || true"
            let text = try? await output(of: ["sh", "-c", script] + command)
            versions[name] = text.flatMap(number)
        }
        return versions
    }

    /// The first number with a point in it, as `2.6.12`; where the word "version" stands before one, that one.
    static func number(in text: String) -> String? {
        (text.firstRange(of: "ersion").flatMap { firstNumber(in: text[$0.upperBound...]) })
            ?? firstNumber(in: text[...])
    }

    private static func firstNumber(in text: Substring) -> String? {
        text.split { !($0.isASCII && $0.isNumber) && $0 != "." }
            .first { $0.contains(".") && $0.first != "." && $0.last != "." }.map(String.init)
    }
}
