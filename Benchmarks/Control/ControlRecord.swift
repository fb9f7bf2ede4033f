/// All that a run has found, to be kept as JSON. Times in milliseconds, memory in MiB.
struct ControlRecord: Codable {
    var machine: Machine
    var services: Int
    var endpoints: Int
    var watches: Int
    var assigned: Summary?
    var portChange: Summary?
    var endpointChange: Summary?
    var named: Summary?
    var memoryAfterApply: Summary?
    var memoryPeak: Summary?
    /// After each quarter of the watches.
    var growthByChurn: [Summary]
}

extension ControlReport {
    func record(machine: Machine, services: Int, endpoints: Int, watches: Int) -> ControlRecord {
        ControlRecord(
            machine: machine, services: services, endpoints: endpoints, watches: watches,
            assigned: Summary(assigned), portChange: Summary(portChange), endpointChange: Summary(endpointChange),
            named: Summary(named),
            memoryAfterApply: Summary(memoryAfterApply), memoryPeak: Summary(memoryPeak),
            growthByChurn: growthByChurn.sorted { $0.key < $1.key }.compactMap { Summary($0.value) })
    }
}
