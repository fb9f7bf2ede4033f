import FairwayJSON

/// The rules for Events: those of `pkg/apis/core/validation/events.go` of Kubernetes.
struct EventRules: KindRules {
    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {}

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] {
        let regarding = object[path: "involvedObject", "namespace"]?.string ?? ""
        let namespace = object[path: "metadata", "namespace"]?.string ?? ""
        let isNew = object["eventTime"]?.string != nil
        let isOfCluster = regarding.isEmpty && (namespace == "default" || isNew && namespace == "kube-system")
        let isOfNamespace = !regarding.isEmpty && (isNew || regarding == namespace)
        let mismatch: [FieldError] =
            isOfCluster || isOfNamespace || namespace.isEmpty && regarding.isEmpty
            ? [] : [.invalid("involvedObject.namespace", .string(regarding), "does not match event.namespace")]
        return mismatch + (isNew ? newStyleErrors(object) : [])
    }

    /// What an Event with an `eventTime` needs.
    private func newStyleErrors(_ object: JSONValue) -> [FieldError] {
        let controller = object.text("reportingComponent")
        var errors: [FieldError] = controller.isEmpty ? [.required("reportingController")] : []
        errors += FieldError.invalid("reportingController", controller, Syntax.qualifiedNameProblems(controller))
        for (field, limit) in [("reportingInstance", 128), ("action", 128), ("reason", 128), ("message", 1024)] {
            let length = object.text(field).utf8.count
            if length == 0 && field != "message" {
                errors.append(.required(field))
            } else if length > limit {
                errors.append(.invalid(field, "", "can have at most \(limit) characters"))
            }
        }
        return errors
    }
}

/// The rules for Events written through `events.k8s.io/v1`, which are stricter. They speak of fields by their names in
/// the core group, as the real server does.
struct GroupedEventRules: KindRules {
    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {}

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] {
        let event = Conversion.events.toStored(object)
        let errors = EventRules().validate(event, old: nil, subresource: nil)
        guard let old else { return errors + creationErrors(event) }
        return errors + changeErrors(event, old: Conversion.events.toStored(old))
    }

    private func creationErrors(_ event: JSONValue) -> [FieldError] {
        var errors = seriesErrors(event)
        if event["eventTime"]?.string == nil {
            errors.append(.required("eventTime"))
        }
        let type = event.text("type")
        if type != "Normal" && type != "Warning" {
            errors.append(.invalid("type", "", "has invalid value: \(type)"))
        }
        let older = ["firstTimestamp", "lastTimestamp", "count", "source"]
        for field in older where ![nil, .null, 0, [:]].contains(event[field]) {
            errors.append(.invalid(field, "", "needs to be unset"))
        }
        return errors
    }

    private func changeErrors(_ event: JSONValue, old: JSONValue) -> [FieldError] {
        let fixed = [
            "involvedObject", "reason", "message", "source", "firstTimestamp", "lastTimestamp", "count", "type",
            "eventTime", "action", "related", "reportingComponent", "reportingInstance",
        ]
        let changed = fixed.filter { event[$0] != old[$0] }
        return (event["series"] == old["series"] ? [] : seriesErrors(event))
            + changed.map { field in
                let name = field == "reportingComponent" ? "reportingController" : field
                return .invalid(name, event[field] ?? .null, "field is immutable")
            }
    }

    private func seriesErrors(_ event: JSONValue) -> [FieldError] {
        guard let series = event["series"], !series.isNull else { return [] }
        var errors: [FieldError] = []
        if series["count"]?.integer ?? 0 < 2 {
            errors.append(.invalid("series.count", "", "should be at least 2"))
        }
        if series["lastObservedTime"]?.string == nil {
            errors.append(.required("series.lastObservedTime"))
        }
        return errors
    }
}
