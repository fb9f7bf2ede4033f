import FairwayJSON
import FairwayKubernetesModel
import Foundation

/// Answers get, list and watch for every kind.
struct ResourceReads: Sendable {
    let store: ObjectStore

    func get(_ resource: ResourcePath, name: String, _ request: APIRequest) throws(APIStatus) -> Answer {
        let representation = try Representation(request, kind: resource.kind)
        let version = try request.resourceVersion { .badRequest("invalid resource version: \($0)") } ?? 0
        guard version <= store.revision else {
            throw .versionTooLarge(UInt64(version), current: UInt64(store.revision))
        }
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
        let limit = options.limit
        guard limit > 0, selected.count > limit, !isAnyVersion(options) else {
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

    /// The objects as they are, or as they were at the version that is asked for.
    private func state(
        _ kind: KindDescriptor, _ options: ListOptions, _ token: ContinueToken?
    ) throws(APIStatus) -> (objects: [StoredObject], revision: Int64) {
        let (objects, revision) = store.snapshot(kind.storage)
        let asked = (token == nil ? options.resourceVersion : token?.resourceVersion) ?? 0
        guard asked <= revision else { throw .versionTooLarge(UInt64(asked), current: UInt64(revision)) }
        let isExact = token == nil ? options.isExact : asked > 0
        guard isExact, asked != revision else { return (Array(objects.values), revision) }
        guard let past = store.objects(kind.storage, at: asked) else { throw .tooOld(token) }
        return (past, asked)
    }
}

extension APIStatus {
    /// 410, with a way to go on for who reads page by page.
    fileprivate static func tooOld(_ token: ContinueToken?) -> APIStatus {
        guard let token else { return .expired("The resourceVersion for the provided list is too old.") }
        var status = APIStatus.expired(
            "The provided continue parameter is too old to display a consistent list result. You can start a new list "
                + "without the continue parameter, or use the continue token in this response to retrieve the remainder "
                + "of the list. Continuing with the provided token results in an inconsistent list - objects that were "
                + "created, modified, or deleted between the time the first chunk was returned and now may show up in the "
                + "list.")
        status.continuation = ContinueToken(resourceVersion: nil, after: token.after).text
        return status
    }
}
