import FairwayKubernetesModel

/// The kinds that are served at one time, and the documents that tell clients of them.
struct ServedKinds: Sendable {
    let registry: KindRegistry
    let discovery: Discovery
    let openAPI: OpenAPIDocuments

    init(_ registry: KindRegistry) {
        self.registry = registry
        discovery = Discovery(kinds: registry.kinds)
        openAPI = OpenAPIDocuments(discovery)
    }
}
