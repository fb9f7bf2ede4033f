import FairwayJSON
import FairwayKubernetesModel

/// What the server tells clients about the kinds it has, in the two languages there are for it: one document for
/// everything (`APIGroupDiscoveryList`), and one for each group and version.
struct Discovery: Sendable {
    let kinds: [KindDescriptor]

    /// The groups beside the core group, in the order of the kinds.
    var groups: [String] {
        var groups: [String] = []
        for kind in kinds where !kind.group.isEmpty && !groups.contains(kind.group) { groups.append(kind.group) }
        return groups
    }

    func versions(of group: String) -> [String] {
        var versions: [String] = []
        for kind in kinds where kind.group == group && !versions.contains(kind.version) {
            versions.append(kind.version)
        }
        return versions.sorted { VersionName($0) > VersionName($1) }
    }

    private func kinds(_ group: String, _ version: String) -> [KindDescriptor] {
        kinds.filter { $0.group == group && $0.version == version }
    }
}

// MARK: - One document for everything

extension Discovery {
    /// The document for `/api` (the core group) or `/apis` (all others); `nil` where the client asks for no such thing.
    func aggregated(isCore: Bool, _ request: APIRequest) -> Answer? {
        for range in MediaRange.parse(request.accept) {
            guard range.kind == "APIGroupDiscoveryList", range.group == "apidiscovery.k8s.io",
                let version = range.version, ["v2", "v2beta1"].contains(version)
            else {
                if range.kind == nil, range.isJSON { return nil }
                continue
            }
            let document: JSONValue = [
                "kind": "APIGroupDiscoveryList", "apiVersion": .string("apidiscovery.k8s.io/\(version)"),
                "metadata": [:],
                "items": .array((isCore ? [""] : groups).map(aggregated)),
            ]
            return Answer(
                json: document,
                contentType: "application/json;g=apidiscovery.k8s.io;v=\(version);as=APIGroupDiscoveryList")
        }
        return nil
    }

    private func aggregated(group: String) -> JSONValue {
        [
            "metadata": group.isEmpty ? [:] : ["name": .string(group)],
            "versions": .array(
                versions(of: group).map { version in
                    [
                        "version": .string(version), "freshness": "Current",
                        "resources": .array(kinds(group, version).map(aggregated)),
                    ]
                }),
        ]
    }

    private func aggregated(_ kind: KindDescriptor) -> JSONValue {
        let responseKind: JSONValue = ["group": "", "version": "", "kind": .string(kind.kind)]
        var resource: JSONValue = [
            "resource": .string(kind.plural), "responseKind": responseKind,
            "scope": kind.isNamespaced ? "Namespaced" : "Cluster", "singularResource": .string(kind.singular),
            "verbs": kind.verbs,
        ]
        if !kind.shortNames.isEmpty { resource["shortNames"] = .array(kind.shortNames.map { .string($0) }) }
        if !kind.categories.isEmpty { resource["categories"] = .array(kind.categories.map { .string($0) }) }
        if kind.hasStatus {
            resource["subresources"] = [
                ["subresource": "status", "responseKind": responseKind, "verbs": ["get", "patch", "update"]]
            ]
        }
        return resource
    }
}

// MARK: - One document for each

extension Discovery {
    /// `/api`
    var coreVersions: JSONValue {
        [
            "kind": "APIVersions", "versions": .array(versions(of: "").map { .string($0) }),
            "serverAddressByClientCIDRs": [],
        ]
    }

    /// `/apis`
    var groupList: JSONValue {
        ["kind": "APIGroupList", "apiVersion": "v1", "groups": .array(groups.map(entry))]
    }

    /// `/apis/GROUP`; `nil` where there is no such group.
    func group(_ group: String) -> JSONValue? {
        guard !group.isEmpty, groups.contains(group) else { return nil }
        var document = entry(group)
        document["kind"] = "APIGroup"
        document["apiVersion"] = "v1"
        return document
    }

    private func entry(_ group: String) -> JSONValue {
        let versions: [JSONValue] = versions(of: group).map {
            ["groupVersion": .string("\(group)/\($0)"), "version": .string($0)]
        }
        return ["name": .string(group), "versions": .array(versions), "preferredVersion": versions.first ?? .null]
    }

    /// `/api/v1` and `/apis/GROUP/VERSION`; `nil` where there is no such version.
    func resources(group: String, version: String) -> JSONValue? {
        let kinds = kinds(group, version)
        guard let first = kinds.first else { return nil }
        return [
            "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": .string(first.apiVersion),
            "resources": .array(kinds.flatMap(resources)),
        ]
    }

    private func resources(_ kind: KindDescriptor) -> [JSONValue] {
        var resource: JSONValue = [
            "name": .string(kind.plural), "singularName": .string(kind.singular),
            "namespaced": .bool(kind.isNamespaced),
            "kind": .string(kind.kind), "verbs": kind.verbs,
        ]
        if !kind.shortNames.isEmpty { resource["shortNames"] = .array(kind.shortNames.map { .string($0) }) }
        if !kind.categories.isEmpty { resource["categories"] = .array(kind.categories.map { .string($0) }) }
        guard kind.hasStatus else { return [resource] }
        return [
            resource,
            [
                "name": .string("\(kind.plural)/status"), "singularName": "", "namespaced": .bool(kind.isNamespaced),
                "kind": .string(kind.kind), "verbs": ["get", "patch", "update"],
            ],
        ]
    }
}

extension KindDescriptor {
    /// Namespaces cannot be deleted as a collection: it would be too easy a mistake.
    var canDeleteCollection: Bool { plural != "namespaces" }

    fileprivate var verbs: JSONValue {
        canDeleteCollection
            ? ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
            : ["create", "delete", "get", "list", "patch", "update", "watch"]
    }
}
