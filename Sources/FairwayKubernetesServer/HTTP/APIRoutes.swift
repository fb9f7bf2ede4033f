import FairwayJSON
import FairwayKubernetesModel
import Foundation

/// Finds the handler for a request.
struct APIRoutes: Sendable {
    private let store: ObjectStore
    private let version: JSONValue

    /// `version` is Fairway's own.
    init(store: ObjectStore, version: String) {
        self.store = store
        self.version = [
            "major": "1", "minor": "36", "gitVersion": .string("v1.36.2+fairway.\(version)"), "gitCommit": "",
            "gitTreeState": "clean", "buildDate": "1970-01-01T00:00:00Z", "goVersion": "", "compiler": "swift",
            "platform": "linux/\(Self.architecture)",
        ]
    }

    private static var architecture: String {
        #if arch(arm64)
            "arm64"
        #else
            "amd64"
        #endif
    }

    func answer(_ request: APIRequest) async throws -> Answer {
        let path = request.path
        switch path.first {
        case "api" where path.count > 2: return try await resource(request, group: "", version: path[1], path[2...])
        case "apis" where path.count > 3:
            return try await resource(request, group: path[1], version: path[2], path[3...])
        default:
            guard let answer = document(request) else { return .pageNotFound }
            guard request.method == "GET" else { throw APIStatus.methodNotAllowed }
            return answer
        }
    }

    /// What is the same for every client.
    private func document(_ request: APIRequest) -> Answer? {
        let (path, served) = (request.path, store.served)
        let discovery = served.discovery
        switch (path.first, path.count) {
        case ("version", 1): return Answer(json: version)
        case ("healthz", _), ("livez", _), ("readyz", _): return Answer(text: "ok")
        case ("openapi", 2...) where path[1] == "v3": return served.openAPI.answer(path[2...], request)
        case ("openapi", 2) where path[1] == "v2": return OpenAPIDocuments.empty
        case ("api", 1): return discovery.aggregated(isCore: true, request) ?? Answer(json: discovery.coreVersions)
        case ("apis", 1): return discovery.aggregated(isCore: false, request) ?? Answer(json: discovery.groupList)
        case ("api", 2): return discovery.resources(group: "", version: path[1]).map { Answer(json: $0) }
        case ("apis", 2): return discovery.group(path[1]).map { Answer(json: $0) }
        case ("apis", 3): return discovery.resources(group: path[1], version: path[2]).map { Answer(json: $0) }
        default: return nil
        }
    }

    private func resource(
        _ request: APIRequest, group: String, version: String, _ components: ArraySlice<String>
    ) async throws -> Answer {
        let served = store.served
        guard served.discovery.versions(of: group).contains(version) else { return .pageNotFound }
        guard
            let resource = ResourcePath(
                group: group, version: version, components: components, in: served.registry)
        else { throw APIStatus.noSuchResource }
        var answer = try await self.answer(resource, request)
        if let deprecation = resource.kind.deprecation { answer.warnings.append(deprecation) }
        return answer
    }

    private func answer(_ resource: ResourcePath, _ request: APIRequest) async throws -> Answer {
        let reads = ResourceReads(store: store)
        guard let name = resource.name else { return try await collection(resource, request) }
        switch (request.method, resource.subresource) {
        case ("GET", _) where request.flag("watch"): return try reads.listOrWatch(resource, request)
        case ("GET", _): return try reads.get(resource, name: name, request)
        case ("PUT", _): return try await ResourceWrites(store: store).update(resource, name: name, request)
        case ("PATCH", _): return try await ResourceWrites(store: store).patch(resource, name: name, request)
        case ("DELETE", nil): return try await ResourceDeletes(store: store).delete(resource, name: name, request)
        default: throw APIStatus.methodNotAllowed
        }
    }

    private func collection(_ resource: ResourcePath, _ request: APIRequest) async throws -> Answer {
        switch request.method {
        case "GET": return try ResourceReads(store: store).listOrWatch(resource, request)
        case "POST" where !resource.kind.isNamespaced || resource.namespace != nil:
            return try await ResourceWrites(store: store).create(resource, request)
        case "DELETE" where resource.kind.canDeleteCollection:
            return try await ResourceDeletes(store: store).deleteCollection(resource, request)
        default: throw APIStatus.methodNotAllowed
        }
    }
}
