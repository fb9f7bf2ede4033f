import Glibc

/// How many descriptors this process, and those it starts, may have (getrlimit(2)).
enum DescriptorAllowance {
    /// As many as any bench makes use of.
    private static let wanted: rlim_t = 131_072

    /// Raises it to as many as are wanted where the machine lets us, else as far as it does.
    static func raise() {
        var limit = limits
        var raised = rlimit(rlim_cur: wanted, rlim_max: max(wanted, limit.rlim_max))
        guard setrlimit(resource, &raised) != 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)
    }

    static var current: Int { Int(clamping: limits.rlim_cur) }

    private static var limits: rlimit {
        var limit = rlimit()
        getrlimit(resource, &limit)
        return limit
    }

    private static var resource: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }
}
