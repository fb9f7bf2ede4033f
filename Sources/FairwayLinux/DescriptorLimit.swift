internal import CFairwayLinux
package import SystemPackage

/// How many descriptors this process may have open.
package enum DescriptorLimit {
    /// Raises the limit as far as an ordinary process may (RLIMIT_NOFILE, getrlimit(2)).
    /// - Returns: the limit in force.
    package static func raise() throws(Errno) -> Int {
        Int(try retrying { fairway_raise_descriptor_limit() })
    }
}
