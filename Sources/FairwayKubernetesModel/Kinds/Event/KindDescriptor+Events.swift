import FairwayJSON

extension KindDescriptor {
    /// Events of the core group: how all Events are stored.
    package static let events = KindDescriptor(
        group: "", version: "v1", kind: "Event", plural: "events", singular: "event", shortNames: ["ev"],
        isNamespaced: true, hasStatus: false, storage: "events", nameRule: .subdomain, schema: .event,
        columns: EventColumns.all, selectableFields: coreEventFields, rules: EventRules())

    /// Events of `events.k8s.io`: the same objects, said in other words.
    package static let groupedEvents = KindDescriptor(
        group: "events.k8s.io", version: "v1", kind: "Event", plural: "events", singular: "event", shortNames: ["ev"],
        isNamespaced: true, hasStatus: false, storage: "events", conversion: .events, nameRule: .subdomain,
        schema: .groupedEvent, columns: EventColumns.all.map(\.ofGroupedEvent), selectableFields: groupedEventFields,
        rules: GroupedEventRules())

    private static let referenceFields = [
        "kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath",
    ]

    private static let coreEventFields: [String: @Sendable (JSONValue) -> String] = {
        var fields = readers(ofReference: "involvedObject")
        fields["reason"] = { $0.text("reason") }
        fields["type"] = { $0.text("type") }
        fields["reportingComponent"] = { $0.text("reportingComponent") }
        fields["source"] = { event in
            let component = event[path: "source", "component"]?.string ?? ""
            return component.isEmpty ? event.text("reportingComponent") : component
        }
        return fields
    }()

    private static let groupedEventFields: [String: @Sendable (JSONValue) -> String] = {
        var fields = readers(ofReference: "regarding")
        fields["reason"] = { $0.text("reason") }
        fields["type"] = { $0.text("type") }
        fields["reportingController"] = { $0.text("reportingController") }
        return fields
    }()

    private static func readers(ofReference member: String) -> [String: @Sendable (JSONValue) -> String] {
        var fields: [String: @Sendable (JSONValue) -> String] = [:]
        for field in referenceFields {
            fields["\(member).\(field)"] = { $0[member]?.text(field) ?? "" }
        }
        return fields
    }
}

extension TableColumn {
    /// The same column for Events of `events.k8s.io`.
    fileprivate var ofGroupedEvent: TableColumn {
        var column = self
        column.cell = { [cell] object, now in cell(Conversion.events.toStored(object), now) }
        return column
    }
}
