internal import CFairwayLinux
package import SystemPackage

/// How many processors this process may run on.
package enum ProcessorCount {
    /// The count at this moment, as the scheduler allows it (sched_getaffinity(2)): at least 1.
    package static func available() throws(Errno) -> Int {
        Int(try retrying { fairway_processor_count() })
    }
}
