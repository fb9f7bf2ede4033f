import FairwayCore
import FairwayKubernetes
import FairwayResources

/// A slice and the weights of its endpoints.
struct WeighedSlice {
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
