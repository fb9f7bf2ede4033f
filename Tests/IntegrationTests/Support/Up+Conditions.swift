import Testing

extension Up {
    /// The reason and the message of a condition of a Service, once its status is as it should be.
    func condition(
        _ type: String, of service: String, is status: String, reason: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> (reason: String, message: String) {
        try await eventually(
            "\(type) of \(service) is \(status) \(reason ?? "")", sourceLocation: sourceLocation
        ) {
            let text = try await kubectl(
                "get", "service", service, "-o",
                "jsonpath={range .status.conditions[?(@.type==\"fairway.dev/\(type)\")]}"
                    + "{.status}|{.reason}|{.message}{end}", sourceLocation: sourceLocation)
            let parts = text.split(separator: "|", maxSplits: 2).map(String.init)
            guard parts.count == 3, parts[0] == status, parts[1] == reason ?? parts[1] else { return nil }
            return (parts[1], parts[2])
        }
    }

    /// Why a Service has no address, or not the one it asks for.
    func refusal(
        of service: String, reason: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> (reason: String, message: String) {
        try await condition(
            "AddressAssigned", of: service, is: "False", reason: reason, sourceLocation: sourceLocation)
    }

    /// The messages of the Warnings of a reason about a Service, once there are any.
    func warning(
        _ reason: String, of service: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        try await eventually("the Event \(reason) of \(service)", sourceLocation: sourceLocation) {
            let text = try await kubectl(
                "get", "events", "--field-selector", "involvedObject.name=\(service),reason=\(reason),type=Warning",
                "-o", "jsonpath={.items[*].message}", sourceLocation: sourceLocation)
            return text.isEmpty ? nil : text
        }
    }

    /// The addresses that a Service has.
    func addresses(
        of service: String, in namespace: String = "default", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String] {
        let text = try await kubectl(
            "get", "service", service, "-n", namespace, "-o", "jsonpath={.status.loadBalancer.ingress[*].ip}",
            sourceLocation: sourceLocation)
        return text.split(separator: " ").map(String.init)
    }

    /// Waits until a Service has these addresses, or any where none are named.
    @discardableResult
    func assigned(
        _ service: String, _ expected: [String]? = nil, in namespace: String = "default",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String] {
        try await eventually(
            "\(service) has \(expected?.joined(separator: ", ") ?? "an address")", sourceLocation: sourceLocation
        ) {
            let addresses = try await addresses(of: service, in: namespace, sourceLocation: sourceLocation)
            return addresses.isEmpty || addresses != expected ?? addresses ? nil : addresses
        }
    }
}
