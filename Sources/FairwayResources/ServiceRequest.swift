package import FairwayCore
package import FairwayNet

/// What the annotations of a Service ask for.
package struct ServiceRequest: Hashable, Sendable {
    /// The name of the `AddressPool` that the address must come from.
    package var pool: String?
    /// The addresses asked for, at most one of a family, sorted. Empty: any will do.
    package var addresses: [IPAddress]
    /// Services of one key may share an address.
    package var sharingKey: String?
    package var timeouts: IdleTimeouts
    /// How backends are told of their clients; `nil`: not at all.
    package var proxyProtocol: ProxyProtocol?
    package var limits: FlowLimits
    /// How nodes are to find out which backends live; `nil`: not at all.
    package var healthCheck: BackendCheck?

    package init(
        pool: String? = nil, addresses: [IPAddress] = [], sharingKey: String? = nil,
        timeouts: IdleTimeouts = IdleTimeouts(), proxyProtocol: ProxyProtocol? = nil,
        limits: FlowLimits = FlowLimits(), healthCheck: BackendCheck? = nil
    ) {
        self.pool = pool
        self.addresses = addresses
        self.sharingKey = sharingKey
        self.timeouts = timeouts
        self.proxyProtocol = proxyProtocol
        self.limits = limits
        self.healthCheck = healthCheck
    }

    /// Reads the annotations of a Service, and its `spec.loadBalancerIP`, which is older than they are.
    ///
    /// - Throws: where a value does not parse, two disagree, or an engine or a feature is asked for that there is not.
    package init(annotations: [String: String], loadBalancerIP: String?) throws(ServiceReadingError) {
        try Self.checkEngine(annotations)
        try LaterFeature.refuse(annotations)
        self.init(
            pool: try Self.text(annotations, Annotations.addressPool, expected: "the name of an AddressPool"),
            addresses: try Self.addresses(annotations, loadBalancerIP),
            sharingKey: try Self.text(
                annotations, Annotations.shareAddress, expected: "a key that the Services that share have in common"),
            timeouts: try IdleTimeouts(annotations: annotations),
            proxyProtocol: try ProxyProtocol.wish(of: annotations),
            limits: try FlowLimits(annotations: annotations),
            healthCheck: try BackendCheck.wish(of: annotations))
    }

    private static func text(
        _ annotations: [String: String], _ names: [String], expected: String
    ) throws(ServiceReadingError) -> String? {
        var values = AnnotationValues<String>()
        for name in names {
            guard let value = annotations[name] else { continue }
            guard !value.isEmpty else {
                throw .invalid("Annotation \(name)", "“” is empty: expected \(expected), or no such annotation")
            }
            values.add("Annotation \(name)", value)
        }
        return try values.agreed()
    }

    private static func addresses(
        _ annotations: [String: String], _ loadBalancerIP: String?
    ) throws(ServiceReadingError) -> [IPAddress] {
        var values = AnnotationValues<[IPAddress]>()
        for name in Annotations.addresses {
            guard let list = annotations[name] else { continue }
            values.add("Annotation \(name)", try addresses(list, of: "Annotation \(name)"))
        }
        // The API server writes an absent loadBalancerIP as the empty text in places.
        if let loadBalancerIP, !loadBalancerIP.isEmpty {
            values.add("spec.loadBalancerIP", try addresses(loadBalancerIP, of: "spec.loadBalancerIP"))
        }
        return try values.agreed() ?? []
    }

    private static func addresses(_ list: String, of source: String) throws(ServiceReadingError) -> [IPAddress] {
        var addresses: [IPAddress] = []
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            do {
                addresses.append(try IPAddress(parsing: String(part.trimmingBlanks)))
            } catch {
                throw .invalid(source, error.message)
            }
        }
        let families = Set(addresses.map(\.family))
        guard families.count == addresses.count else {
            throw .invalid(
                source,
                "\(list.quotedForMessage) has two addresses of one family: expected at most one IPv4 and one IPv6")
        }
        return addresses.sorted()
    }

    private static func checkEngine(_ annotations: [String: String]) throws(ServiceReadingError) {
        switch annotations[Annotations.engine] {
        case nil, "auto", "proxy": return
        case "kernel":
            throw ServiceReadingError(
                reason: "EngineNotAvailable",
                message: "Annotation \(Annotations.engine) asks for the kernel engine, which no node has: "
                    + "write proxy or auto.")
        case .some(let other):
            throw .invalid(
                "Annotation \(Annotations.engine)",
                "\(other.quotedForMessage) is not an engine: expected auto, proxy or kernel")
        }
    }
}

extension IdleTimeouts {
    /// The default timeouts with those of a Service's annotations put in their place.
    init(annotations: [String: String]) throws(ServiceReadingError) {
        self.init()
        if let udp = try Self.seconds(annotations, Annotations.udpIdleTimeout) {
            udpReplied = udp
            udpUnreplied = min(udpUnreplied, udp)
        }
        if let tcp = try Self.seconds(annotations, Annotations.tcpIdleTimeout) {
            tcpEstablished = tcp
            tcpHalfClosed = min(tcpHalfClosed, tcp)
        }
    }

    private static func seconds(
        _ annotations: [String: String], _ name: String
    ) throws(ServiceReadingError) -> UInt32? {
        guard let text = annotations[name] else { return nil }
        guard let seconds = FairwayResources.seconds(reading: text, in: 1...maximumIdleTimeout) else {
            throw .invalid(
                "Annotation \(name)",
                "\(text.quotedForMessage) is not an idle timeout: expected seconds, or one such as 90s, 2m or 2h, "
                    + "from 1s to 720h")
        }
        return seconds
    }
}

extension Substring {
    var trimmingBlanks: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
