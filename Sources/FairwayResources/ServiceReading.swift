package import FairwayCore
package import FairwayKubernetes
package import FairwayNet
package import FairwayRecords

/// A Kubernetes Service in Fairway's own values.
package struct ServiceReading: Hashable, Sendable {
    package var key: ServiceKey
    package var creation: CreationOrder
    package var ports: [Port]
    /// What `status.loadBalancer.ingress` says.
    package var held: [IPAddress]
    /// The families it wants an address of, in order.
    package var families: [AddressFamily]
    package var needsEveryFamily: Bool
    /// `externalTrafficPolicy: Local`: each node sends traffic to its own endpoints only.
    package var usesLocalEndpoints: Bool
    /// By which labels its endpoints are chosen. Empty: by hand.
    package var selector: [String: String]
    /// Where load balancers ask whether this node has endpoints of it (`healthCheckNodePort`); `nil`: nowhere.
    package var healthCheckPort: UInt16?
    /// `sessionAffinity: ClientIP`; `nil`: none.
    package var affinity: ClientAffinity?
    /// The clients that may use it; `nil` where that cannot be read. By itself, since a slip of the pen elsewhere must
    /// neither let strangers in nor shut everybody out.
    package var sources: SourceRanges?
    /// How its backends are told of their clients; `nil`: not at all. By itself for the same reason: where a backend
    /// expects a header that Fairway does not send, a client could send one and pass for another.
    package var proxyProtocol: ProxyProtocol?
    /// How many flows it may have, as far as that can be read. By itself, too: who asks for a limit relies on it.
    package var limits: FlowLimits
    /// What its annotations ask for, or why they cannot be read.
    package var request: Result<ServiceRequest, ServiceReadingError>
    /// What its annotations ask for in DNS, or why they cannot be read. By itself: who mistypes a name is still served.
    package var names: Result<NameWishes, ServiceReadingError>

    /// A port of the Service.
    package struct Port: Hashable, Sendable {
        /// Empty for the only port of a Service, which need not have a name.
        package var name: String
        /// 1 to 65,535.
        package var number: UInt16
        /// As the Service says it: `TCP`, `UDP`, or one that Fairway does not forward.
        package var protocolName: String
        /// Where to, on endpoints that say no port of their own.
        package var fallbackTarget: UInt16

        /// The port as Fairway serves it; `nil` where it does not forward the protocol.
        package var transportPort: TransportPort? {
            TransportProtocol(protocolName).map { TransportPort(number, $0) }
        }
    }

    package init(_ service: Service) {
        let spec = service.spec ?? ServiceSpec()
        key = service.serviceKey
        creation = CreationOrder(service.metadata)
        ports = spec.ports.compactMap(Port.init)
        held = service.ingressAddresses
        do throws(ServiceReadingError) {
            let wishes = try ServiceRequest(
                annotations: service.metadata.annotations, loadBalancerIP: spec.loadBalancerIP)
            try wishes.proxyProtocol?.check(ports)
            try wishes.healthCheck?.check(ports)
            _ = try SourceRanges(service)
            request = .success(wishes)
        } catch {
            request = .failure(error)
        }
        do throws(ServiceReadingError) {
            names = .success(try NameWishes(annotations: service.metadata.annotations))
        } catch {
            names = .failure(error)
        }
        do throws(ServiceReadingError) {
            sources = try SourceRanges(service)
        } catch {
            sources = nil
        }
        proxyProtocol = service.metadata.annotations[Annotations.proxyProtocol].flatMap(ProxyProtocol.init)
        limits = FlowLimits(readableIn: service.metadata.annotations)
        families = spec.ipFamilies.compactMap(AddressFamily.init(rawValue:))
        if families.isEmpty {
            families = Self.impliedFamilies(request, held: held)
        }
        usesLocalEndpoints = spec.externalTrafficPolicy == "Local"
        selector = spec.selector
        healthCheckPort = usesLocalEndpoints ? spec.healthCheckNodePort.flatMap(Self.port) : nil
        affinity = ClientAffinity(spec)
        needsEveryFamily = spec.ipFamilyPolicy != "PreferDualStack"
    }

    private static func port(_ number: Int) -> UInt16? {
        UInt16(exactly: number).flatMap { $0 > 0 ? $0 : nil }
    }

    /// The families of a Service that names none: those of the addresses it asks for or has, or else IPv4.
    private static func impliedFamilies(
        _ request: Result<ServiceRequest, ServiceReadingError>, held: [IPAddress]
    ) -> [AddressFamily] {
        var addresses = held
        if case .success(let request) = request, !request.addresses.isEmpty {
            addresses = request.addresses
        }
        return addresses.isEmpty ? [.ipv4] : Set(addresses.map(\.family)).sorted()
    }
}

extension ServiceReading.Port {
    init?(_ port: ServicePort) {
        guard let number = UInt16(exactly: port.port), number > 0 else { return nil }
        name = port.name ?? ""
        self.number = number
        protocolName = port.protocol ?? "TCP"
        fallbackTarget = number
        if case .int(let target) = port.targetPort, let target = UInt16(exactly: target), target > 0 {
            fallbackTarget = target
        }
    }
}

extension ClientAffinity {
    /// `nil` where the Service asks for none.
    init?(_ spec: ServiceSpec) {
        guard spec.sessionAffinity == "ClientIP" else { return nil }
        if let timeout = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds {
            self.init(timeout: timeout)
        } else {
            self.init()
        }
    }
}

// MARK: - Core's values

extension ServiceReading {
    /// The Service as the allocator sees it; `isLeaving` where it is about to give its addresses back.
    package func claimant(isLeaving: Bool) -> AddressClaimant {
        var claimant = AddressClaimant(
            key: key, creation: creation, ports: ports.compactMap(\.transportPort), held: held, families: families,
            needsEveryFamily: needsEveryFamily,
            trafficPolicy: usesLocalEndpoints ? .local(selector: selector) : .cluster,
            isLeaving: isLeaving)
        switch request {
        case .success(let request):
            claimant.requestedAddresses = request.addresses
            claimant.requestedPool = request.pool
            claimant.sharingKey = request.sharingKey
        case .failure(let error):
            claimant.unreadable = AllocationRefusal(.invalidRequest, error.message)
        }
        return claimant
    }

    /// The Service as nodes serve it at `addresses`, with `endpoints` behind each of its ports.
    ///
    /// `before` is how it was served before: what cannot be read now stays as it was then.
    package func served(
        at addresses: [IPAddress], before: ServedService? = nil, endpoints: (Port) -> [FairwayCore.Endpoint]
    ) -> ServedService {
        let ports = ports.compactMap { port in
            port.transportPort.map {
                ServedPort(name: port.name.isEmpty ? nil : port.name, port: $0, endpoints: endpoints(port))
            }
        }
        var served = ServedService(key: key, creation: creation, addresses: addresses, ports: ports)
        switch request {
        case .success(let request):
            served.timeouts = request.timeouts
            served.proxyProtocol = request.proxyProtocol
            served.limits = request.limits
            served.healthCheck = request.healthCheck
        case .failure:
            served.timeouts = before?.timeouts ?? served.timeouts
            served.proxyProtocol = before.map(\.proxyProtocol) ?? proxyProtocol
            served.limits = before?.limits ?? limits
            served.healthCheck = before?.healthCheck
        }
        served.sources = sources ?? before?.sources ?? .nobody
        served.affinity = affinity
        return served
    }

    /// The name of what clients should see of the Service at `addresses`: what nodes acknowledge.
    /// `nil` where its wishes cannot be read: nodes then serve it as they did before.
    package func fingerprint(at addresses: [IPAddress]) -> Fingerprint? {
        guard case .success = request else { return nil }
        return served(at: addresses, endpoints: { _ in [] }).fingerprint
    }
}
