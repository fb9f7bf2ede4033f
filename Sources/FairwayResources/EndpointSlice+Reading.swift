package import FairwayCore
package import FairwayKubernetes
import FairwayNet

extension EndpointSlice {
    /// The Service that the slice belongs to; `nil` where it says none.
    package var serviceKey: ServiceKey? {
        serviceName.map { ServiceKey(namespace: metadata.namespace ?? "", name: $0) }
    }

    /// The weight that the slice's annotation gives to each of its endpoints, 0 to 1,000; `nil` where there is none.
    package func weight() throws(ServiceReadingError) -> UInt16? {
        guard let text = metadata.annotations[Annotations.weight] else { return nil }
        guard let weight = UInt16(digits: text), weight <= 1_000 else {
            throw .invalid(
                "Annotation \(Annotations.weight) of EndpointSlice \(metadata.name ?? "")",
                "\(text.quotedForMessage) is not a weight: expected a number from 0 to 1000")
        }
        return weight
    }

    /// The slice's endpoints behind a port of its Service.
    ///
    /// Ports are matched by name and protocol, as kube-proxy does; the slice has already resolved the Service's
    /// `targetPort`. Of an endpoint's addresses the first counts: they are interchangeable (discovery.k8s.io/v1).
    /// `weight` gives that of the endpoint at a backend, `isIncluded` says by its node whether an endpoint counts.
    package func endpoints(
        behind port: ServiceReading.Port, onNode isIncluded: (String?) -> Bool = { _ in true },
        weight: (Backend) -> UInt16
    ) -> [FairwayCore.Endpoint] {
        guard addressType != "FQDN" else { return [] }
        let numbers = ports.filter { ($0.name ?? "") == port.name && ($0.protocol ?? "TCP") == port.protocolName }
            .compactMap { $0.port.map { UInt16(exactly: $0) } ?? port.fallbackTarget }
        return numbers.flatMap { number in
            endpoints.compactMap { endpoint in
                guard isIncluded(endpoint.nodeName) else { return nil }
                guard let address = endpoint.addresses.first.flatMap({ IPAddress($0) }) else { return nil }
                let backend = Backend(address: address, port: number)
                return FairwayCore.Endpoint(
                    backend, ready: endpoint.conditions?.ready, serving: endpoint.conditions?.serving,
                    terminating: endpoint.conditions?.terminating, weight: weight(backend))
            }
        }
    }
}
