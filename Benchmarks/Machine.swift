import Foundation

/// What was measured on, and when.
struct Machine: Codable {
    var processor: String
    var processors: Int
    /// In GiB.
    var memory: Double
    var kernel: String
    /// How busy it was before (proc_loadavg(5)).
    var load: String
    /// How many descriptors a process may have.
    var descriptors: Int
    var date: String

    /// A line of text.
    var summary: String {
        "\(processor), \(processors) processors, \(memory.rounded1) GiB, Linux \(kernel), \(descriptors) descriptors "
            + "for a process, load \(load) at the start, \(date)"
    }

    static func current() throws -> Machine {
        Machine(
            processor: processor(in: try text("cpuinfo")) ?? "unknown processor",
            processors: ProcessInfo.processInfo.activeProcessorCount,
            memory: (try text("meminfo").lastNumber(after: "MemTotal:") ?? 0) / 1_048_576,
            kernel: try text("sys/kernel/osrelease").trimmingCharacters(in: .newlines),
            load: try text("loadavg").split(separator: " ").first.map(String.init) ?? "?",
            descriptors: DescriptorAllowance.current, date: Date().formatted(.iso8601.year().month().day()))
    }

    /// The first processor's name (proc_cpuinfo(5)).
    static func processor(in text: String) -> String? {
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        return (line?.split(separator: ":", maxSplits: 1).last).map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static func text(_ name: String) throws -> String {
        try String(contentsOfFile: "/proc/\(name)", encoding: .utf8)
    }
}
