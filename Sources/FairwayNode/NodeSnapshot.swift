package import FairwayCore
package import FairwayKubernetes
import FairwayNet
import FairwayResources

/// Everything a node decides from, at one moment.
package struct NodeSnapshot: Sendable {
    package var services: [FairwayKubernetes.Service]
    package var endpointSlices: [EndpointSlice]
    package var node: NodeIdentity

    package init(
        services: [FairwayKubernetes.Service] = [], endpointSlices: [EndpointSlice] = [], node: NodeIdentity
    ) {
        self.services = services
        self.endpointSlices = endpointSlices
        self.node = node
    }

    /// The Services that a node is to serve: those that the controller has taken on and given addresses.
    ///
    /// `before` is what it served before. Where an annotation cannot be read, what it said then goes on being valid,
    /// since a slip of the pen must not put out what works; the controller tells people.
    package func servedServices(before: [ServiceKey: ServedService] = [:]) -> [ServiceKey: ServedService] {
        let slices = Dictionary(grouping: endpointSlices.filter { $0.serviceKey != nil }, by: \.serviceKey)
        var served: [ServiceKey: ServedService] = [:]
        for service in services where Self.isServed(service) {
            let reading = ServiceReading(service)
            let earlier = before[reading.key]
            let weighed = (slices[reading.key] ?? []).map { WeighedSlice($0, before: earlier) }
            let counts = { (name: String?) in !reading.usesLocalEndpoints || node.has(endpointOn: name) }
            served[reading.key] = reading.served(
                at: reading.held, before: earlier,
                endpoints: { port in weighed.flatMap { $0.endpoints(behind: port, onNode: counts) } })
        }
        return served
    }

    private static func isServed(_ service: FairwayKubernetes.Service) -> Bool {
        service.hasCleanupFinalizer && service.isLoadBalancer && !service.isDeleting
            && !service.ingressAddresses.isEmpty
    }
}

/// A slice and the weights of its endpoints.
private struct WeighedSlice {
    private var slice: EndpointSlice
    /// The weight of all of them; `nil` where the annotation cannot be read.
    private var weight: UInt16?
    private var earlier: [Backend: UInt16] = [:]

    private static let defaultWeight: UInt16 = 100

    init(_ slice: EndpointSlice, before: ServedService?) {
        self.slice = slice
        do throws(ServiceReadingError) {
            weight = try slice.weight() ?? Self.defaultWeight
        } catch {
            let endpoints = (before?.ports ?? []).flatMap(\.endpoints)
            earlier = Dictionary(endpoints.map { ($0.backend, $0.weight) }, uniquingKeysWith: max)
        }
    }

    func endpoints(behind port: ServiceReading.Port, onNode counts: (String?) -> Bool) -> [FairwayCore.Endpoint] {
        slice.endpoints(behind: port, onNode: counts) { backend in weight ?? earlier[backend] ?? Self.defaultWeight }
    }
}
