import Foundation
import Glibc

/// A process and those it has started.
struct ProcessTree {
    let root: Int32

    /// The processor time of all of them so far, in seconds (proc_pid_stat(5)).
    func processorSeconds() throws -> Double {
        var parents: [Int32: (parent: Int32, ticks: Double)] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
            // A process may end between these lines.
            guard let pid = Int32(name), let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
                let fields = stat.split(separator: ")").last?.split(separator: " "), fields.count > 12,
                let parent = Int32(fields[1]), let user = Double(fields[11]), let system = Double(fields[12])
            else { continue }
            parents[pid] = (parent, user + system)
        }
        var (family, found): (Set<Int32>, Set<Int32>) = ([], [root])
        while !found.isEmpty {
            family.formUnion(found)
            found = Set(parents.filter { family.contains($0.value.parent) }.keys).subtracting(family)
        }
        return family.reduce(0) { $0 + (parents[$1]?.ticks ?? 0) } / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
