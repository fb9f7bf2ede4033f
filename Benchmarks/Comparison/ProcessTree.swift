import Foundation
import Glibc

/// A process and those it has started.
struct ProcessTree {
    let root: Int32

    private struct Entry {
        var parent: Int32
        /// Of a processor, in user space and in the kernel.
        var ticks: Double
    }

    /// The processor time of all of them so far, in seconds (proc_pid_stat(5)).
    func processorSeconds() throws -> Double {
        let entries = try entries()
        return members(in: entries).reduce(0) { $0 + (entries[$1]?.ticks ?? 0) } / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The memory that all of them have, in KiB, where a page that several have counts once (Pss, proc_pid_smaps(5)).
    func memory() throws -> Double {
        members(in: try entries()).reduce(0) { sum, pid in
            // A process may have ended meanwhile.
            let text = (try? String(contentsOfFile: "/proc/\(pid)/smaps_rollup", encoding: .utf8)) ?? ""
            let line = text.split(separator: "\n").first { $0.hasPrefix("Pss:") }
            return sum + (line.flatMap { String($0).lastNumber(after: "Pss:") } ?? 0)
        }
    }

    private func entries() throws -> [Int32: Entry] {
        var entries: [Int32: Entry] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
            // A process may end between these lines.
            guard let pid = Int32(name), let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
                let fields = stat.split(separator: ")").last?.split(separator: " "), fields.count > 12,
                let parent = Int32(fields[1]), let user = Double(fields[11]), let system = Double(fields[12])
            else { continue }
            entries[pid] = Entry(parent: parent, ticks: user + system)
        }
        return entries
    }

    private func members(in entries: [Int32: Entry]) -> Set<Int32> {
        var (family, found): (Set<Int32>, Set<Int32>) = ([], [root])
        while !found.isEmpty {
            family.formUnion(found)
            found = Set(entries.filter { family.contains($0.value.parent) }.keys).subtracting(family)
        }
        return family
    }
}
