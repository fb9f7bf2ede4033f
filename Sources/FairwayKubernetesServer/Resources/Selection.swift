import FairwayKubernetesModel

/// Which objects of a kind a list, a watch or a deletion is about.
struct Selection: Sendable {
    private let namespace: String?
    private let name: String?
    private let labels: LabelSelector
    private let fields: FieldSelector

    init(_ request: APIRequest, resource: ResourcePath) throws(APIStatus) {
        namespace = resource.namespace
        name = resource.name
        labels = try LabelSelector(parsing: request.query["labelSelector"] ?? "")
        fields = try FieldSelector(parsing: request.query["fieldSelector"] ?? "", kind: resource.kind)
    }

    /// Whether every object of the kind, or of the namespace, is selected.
    var isWhole: Bool { name == nil && labels.isEmpty && fields.isEmpty }

    func contains(_ object: StoredObject, in kind: KindDescriptor) -> Bool {
        if let namespace, object.key.namespace != namespace { return false }
        if let name, object.key.name != name { return false }
        return labels.matches(object.value) && (fields.isEmpty || fields.matches(kind.view(object)))
    }
}
