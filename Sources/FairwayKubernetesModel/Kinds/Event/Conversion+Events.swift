import FairwayJSON

extension Conversion {
    /// Between Events of `events.k8s.io/v1` and those of the core group, which are stored.
    static let events = Conversion(
        toStored: { renamed($0, apiVersion: "v1", groupedToCore) },
        fromStored: {
            renamed($0, apiVersion: "events.k8s.io/v1", groupedToCore.map { (from: $0.to, to: $0.from) })
        })

    /// The fields that have two names. All others have one.
    private static let groupedToCore: [(from: String, to: String)] = [
        ("note", "message"),
        ("regarding", "involvedObject"),
        ("reportingController", "reportingComponent"),
        ("deprecatedCount", "count"),
        ("deprecatedFirstTimestamp", "firstTimestamp"),
        ("deprecatedLastTimestamp", "lastTimestamp"),
        ("deprecatedSource", "source"),
    ]

    private static func renamed(
        _ event: JSONValue, apiVersion: String, _ names: [(from: String, to: String)]
    ) -> JSONValue {
        var event = event
        event["apiVersion"] = .string(apiVersion)
        for (from, to) in names {
            // A member that has its new name already was in the wrong version; the one that is renamed wins.
            if let value = event[from] {
                event[from] = nil
                event[to] = value
            }
        }
        return event
    }
}
