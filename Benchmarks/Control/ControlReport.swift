/// What the control bench found.
struct ControlReport {
    /// From the first request until the last Service is programmed, in milliseconds.
    var assigned = Measurements()
    /// From the request that changes a port until the Service is programmed again, in milliseconds.
    var portChange = Measurements()
    /// From the request that changes an EndpointSlice until the node has acknowledged it, in milliseconds.
    var endpointChange = Measurements()
    /// From the request that makes a Service until its name is answered with an address, in milliseconds.
    var named = Measurements()
    /// The most memory that `up` had so far, in MiB.
    var memoryAfterApply = Measurements()
    var memoryPeak = Measurements()
    /// How much resident memory `up` has more, in MiB, after each quarter of the watches.
    var growthByChurn: [Int: Measurements] = [:]

    func text(services: Int, endpoints: Int, watches: Int) -> String {
        let growth = growthByChurn.sorted { $0.key < $1.key }
            .map { "\($0.value.quantile(0.5).rounded1)" }.joined(separator: ", ")
        return """
            control path, medians (lowest–highest)
              \(services) Services with \(endpoints) endpoints each, applied at once until all are programmed: \
            \(assigned.summary("ms"))
              a port changed until the Service is programmed: \(portChange.summary("ms")), \
            p99 \(portChange.quantile(0.99).rounded1) ms
              an EndpointSlice changed until the node has acknowledged it: \(endpointChange.summary("ms")), \
            p99 \(endpointChange.quantile(0.99).rounded1) ms
              a new Service applied until its name is answered with an address: \(named.summary("ms")), \
            p99 \(named.quantile(0.99).rounded1) ms
              memory of `up` after applying, at its highest: \(memoryAfterApply.summary("MiB"))
              memory of `up` at the end, at its highest: \(memoryPeak.summary("MiB"))
              resident memory gained after each quarter of \(watches) watches opened, fed and closed: \(growth) MiB
            """
    }
}
