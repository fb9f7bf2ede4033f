import FairwayKubernetesModel

/// The kinds that are served at one time, and the documents that tell clients of them. What has not changed since the
/// one before is taken from there.
struct ServedKinds: Sendable {
    /// The kinds of a definition, as it was at a resourceVersion.
    private struct Definition {
        let resourceVersion: Int64
        let kinds: [KindDescriptor]
    }

    let registry: KindRegistry
    let discovery: Discovery
    let openAPI: OpenAPIDocuments
    private let definitions: [ObjectKey: Definition]

    /// - Parameters:
    ///   - objects: the stored CustomResourceDefinitions.
    ///   - before: what was served until now; `nil` at the start.
    init(definitions objects: [ObjectKey: StoredObject], before: ServedKinds?) {
        definitions = objects.mapValues { object in
            if let known = before?.definitions[object.key], known.resourceVersion == object.resourceVersion {
                return known
            }
            let definition = CustomResourceDefinition(object.value)
            // Fairway's own are among the kinds that are always there.
            return Definition(
                resourceVersion: object.resourceVersion, kinds: definition.isFairways ? [] : definition.kinds())
        }
        let custom = definitions.sorted { $0.key < $1.key }.flatMap(\.value.kinds)
        registry = KindRegistry(KindDescriptor.builtIn + custom)
        discovery = Discovery(kinds: registry.kinds)
        openAPI = OpenAPIDocuments(discovery, before: before?.openAPI, changed: Self.changed(definitions, before))
    }

    /// The groups of definitions that are not as they were.
    private static func changed(_ definitions: [ObjectKey: Definition], _ before: ServedKinds?) -> Set<String> {
        guard let before else { return [] }
        let keys = Set(definitions.keys).union(before.definitions.keys)
        let changed = keys.filter { definitions[$0]?.resourceVersion != before.definitions[$0]?.resourceVersion }
        return Set(
            changed.flatMap { [definitions[$0], before.definitions[$0]] }.compactMap { $0?.kinds.first?.group })
    }
}
