import FairwayJSON

extension KindDescriptor {
    /// What nodes report. All of it is status, so there is no subresource for it: a node writes its object in one
    /// request, also the first time.
    package static let nodeStates = KindDescriptor(
        group: fairwayGroup, version: "v1alpha1", kind: "NodeState", plural: "nodestates", singular: "nodestate",
        categories: ["fairway"], isNamespaced: false, hasStatus: false, storage: "nodestates", nameRule: .subdomain,
        schema: .nodeState, isCustom: true,
        columns: [
            .name,
            TableColumn("Engine", "What forwards by default.") { object, _ in object[path: "status", "engine"] ?? "" },
            TableColumn("Services", type: "integer", "How many Services the node forwards.") { object, _ in
                .integer(Int64(object["status"]?.list("acknowledged").count ?? 0))
            },
            TableColumn("Refused", type: "integer", "How many ports the node cannot serve.") { object, _ in
                .integer(Int64(object["status"]?.list("refused").count ?? 0))
            },
            .age,
        ], rules: NodeStateRules())
}

/// Nodes are trusted to write what fits the schema: there is nothing to fill in or to refuse.
private struct NodeStateRules: KindRules {
    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {
        object.countGeneration(old: old)
    }

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] { [] }
}
