import FairwayJSON
import FairwayKubernetesModel
import Foundation

/// Answers get, list and watch for every kind.
struct ResourceReads: Sendable {
    let store: ObjectStore

    func get(_ resource: ResourcePath, name: String, _ request: APIRequest) throws(APIStatus) -> Answer {
        let representation = try Representation(request, kind: resource.kind)
        guard let object = store.object(resource.kind.storage, resource.key(name)) else {
            throw .notFound(resource.kind, name: name)
        }
        return Answer(body: .whole(representation.text(object) + Data("\n".utf8)))
    }

    func listOrWatch(_ resource: ResourcePath, _ request: APIRequest) throws(APIStatus) -> Answer {
        let representation = try Representation(request, kind: resource.kind)
        let options = try ListOptions(request, resource: resource)
        guard options.isWatch else {
            return Answer(body: .whole(try list(resource.kind, options, representation) + Data("\n".utf8)))
        }
        return Answer(
            body: .watch(
                WatchStream(
                    store: store, storage: resource.kind.storage, options: options, representation: representation)))
    }

    private func list(
        _ kind: KindDescriptor, _ options: ListOptions, _ representation: Representation
    ) throws(APIStatus) -> Data {
        let token = try options.continuation.map { text throws(APIStatus) in try ContinueToken(text) }
        let state = try state(kind, options, token)
        var selected = state.objects.filter { options.selection.contains($0, in: kind) }.sorted { $0.key < $1.key }
        if let token { selected.removeAll { $0.key <= token.after } }
        var metadata: JSONValue = ["resourceVersion": .string(String(state.revision))]
        guard let limit = options.limit, limit > 0, selected.count > limit, !isAnyVersion(options) else {
            return representation.list(selected, metadata: metadata)
        }
        let page = selected[..<limit]
        metadata["continue"] = .string(
            ContinueToken(resourceVersion: state.revision, after: selected[limit - 1].key).text)
        // Kubernetes does not count what a selector leaves out.
        if options.selection.isWhole { metadata["remainingItemCount"] = .integer(Int64(selected.count - limit)) }
        return representation.list(page, metadata: metadata)
    }

    /// A list "at any version" comes from Kubernetes' cache, which knows no pages.
    private func isAnyVersion(_ options: ListOptions) -> Bool {
        options.resourceVersion == 0 && options.continuation == nil
    }

    /// The objects as they are, or as they were at the version a page belongs to.
    private func state(
        _ kind: KindDescriptor, _ options: ListOptions, _ token: ContinueToken?
    ) throws(APIStatus) -> (objects: [StoredObject], revision: Int64) {
        let asked = token?.resourceVersion ?? options.resourceVersion ?? 0
        let isExact = token != nil || options.versionMatch == .exact
        let (objects, revision) = store.snapshot(kind.storage)
        guard asked <= revision else {
            throw .versionTooLarge(UInt64(asked), current: UInt64(revision))
        }
        guard isExact, asked != revision else { return (Array(objects.values), revision) }
        guard let past = store.objects(kind.storage, at: asked) else {
            throw .expired(
                token == nil
                    ? "The resourceVersion for the provided list is too old."
                    : "The provided continue parameter is too old to display a consistent list result. "
                        + "You must start a new list without the continue parameter.")
        }
        return (past, asked)
    }
}
