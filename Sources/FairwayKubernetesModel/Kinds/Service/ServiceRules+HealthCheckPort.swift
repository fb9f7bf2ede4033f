import FairwayJSON

extension ServiceRules {
    func needsAllocation(_ object: JSONValue, old: JSONValue?) -> Bool {
        guard let spec = object["spec"], spec.needsHealthCheck else { return false }
        return spec.healthCheckPort == nil || old?["spec"]?.needsHealthCheck != true
    }

    /// Gives a Service a port for its health checks: the one it asks for, or else any that is free (`alloc.go` of
    /// Kubernetes, whose words the refusals are).
    func allocate(_ object: inout JSONValue, others: [JSONValue], chance: UInt32) throws(APIStatus) {
        let ports = NodePorts(taken: Set(others.flatMap { $0["spec"]?.portsOnNodes ?? [] }))
        if let wanted = object["spec"]?.healthCheckPort {
            guard let problem = ports.problem(with: wanted) else { return }
            throw .internalError("failed to allocate requested HealthCheck NodePort \(wanted): \(problem)")
        }
        guard let port = ports.free(chance: chance) else {
            throw .internalError("failed to allocate a HealthCheck NodePort 0: range is full")
        }
        object.set(.integer(port), at: "spec", "healthCheckNodePort")
    }
}

/// The ports that Services may have on nodes.
private struct NodePorts {
    private static let all: ClosedRange<Int64> = 30_000...32_767
    /// Those below are given out when no other is left, so that people can choose of them (KEP-3668).
    private static let firstOfMost: Int64 = 30_086

    var taken: Set<Int64>

    func problem(with port: Int64) -> String? {
        guard Self.all.contains(port) else {
            let (first, last) = (Self.all.lowerBound, Self.all.upperBound)
            return "provided port is not in the valid range. The range of valid ports is \(first)-\(last)"
        }
        return taken.contains(port) ? "provided port is already allocated" : nil
    }

    /// The first that is free from a place on that `chance` decides: a port that was just let go of is not given to
    /// the next Service, and two servers of one machine seldom give the same.
    func free(chance: UInt32) -> Int64? {
        let most = Self.firstOfMost...Self.all.upperBound
        let start = most.lowerBound + Int64(chance) % Int64(most.count)
        let parts = [start...most.upperBound, most.lowerBound...start, Self.all.lowerBound...most.lowerBound]
        return parts.lazy.joined().first { !taken.contains($0) }
    }
}

extension JSONValue {
    /// The port of this spec's health checks; `nil` where it names none.
    var healthCheckPort: Int64? {
        self["healthCheckNodePort"]?.integer.flatMap { $0 == 0 ? nil : $0 }
    }

    fileprivate var portsOnNodes: [Int64] {
        list("ports").compactMap { $0["nodePort"]?.integer } + (healthCheckPort.map { [$0] } ?? [])
    }
}
