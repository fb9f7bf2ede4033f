import FairwayJSON

/// The rules for Services: those of `pkg/registry/core/service` and `pkg/apis/core/validation` of Kubernetes, except
/// that nobody allocates addresses inside of a cluster or ports on nodes, but those for health checks.
struct ServiceRules: KindRules {
    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {
        var spec = object["spec"] ?? [:]
        spec.fillInServiceType()
        if let oldSpec = old?["spec"] {
            spec.keepAllocated(oldSpec)
            spec.dropWhatTheTypeForbids(oldSpec)
        }
        spec.fillInService()
        object["spec"] = spec
        if subresource != "status" {
            object.dropStatusOfOtherTypes()
        }
        object.fillInServiceStatus()
    }

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] {
        let spec = object["spec"] ?? [:]
        guard subresource != "status" else { return ServiceStatusCheck.problems(object["status"] ?? [:], spec: spec) }
        var check = ServiceCheck(object)
        if let oldSpec = old?["spec"] {
            check.checkUpdate(from: oldSpec)
        }
        check.checkService()
        return check.errors
    }
}
