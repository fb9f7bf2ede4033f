import FairwayJSON

/// The paths of a kind, with what can be done there.
struct OpenAPIPaths {
    private var kind: KindDescriptor

    init(_ kind: KindDescriptor) {
        self.kind = kind
    }

    var all: [String: JSONValue] {
        let base = kind.group.isEmpty ? "/api/\(kind.version)" : "/apis/\(kind.apiVersion)"
        let collection = base + (kind.isNamespaced ? "/namespaces/{namespace}" : "") + "/\(kind.plural)"
        let inPath = kind.isNamespaced ? [Self.parameter("namespace", in: "path")] : []
        let named = inPath + [Self.parameter("name", in: "path")]
        var paths = [
            collection: path(
                inPath, ["get": list(scoped: true), "post": create, "delete": deleteCollection]),
            "\(collection)/{name}": path(
                named, ["get": read(""), "put": replace(""), "patch": patch(""), "delete": delete]),
        ]
        if kind.isNamespaced { paths["\(base)/\(kind.plural)"] = path([], ["get": list(scoped: false)]) }
        if kind.hasStatus {
            paths["\(collection)/{name}/status"] = path(
                named, ["get": read("Status"), "put": replace("Status"), "patch": patch("Status")])
        }
        return paths
    }

    private func path(_ parameters: [JSONValue], _ operations: [String: JSONValue]) -> JSONValue {
        .object(operations.merging(["parameters": .array(parameters)]) { first, _ in first })
    }
}

// MARK: - Operations

extension OpenAPIPaths {
    private func list(scoped: Bool) -> JSONValue {
        let id = scoped ? "list\(groupName)\(scope)\(kind.kind)" : "list\(groupName)\(kind.kind)ForAllNamespaces"
        return operation(
            id, "list", Self.selection + [Self.parameter("watch", "boolean")], answer: "\(schemaName)List")
    }

    private func read(_ part: String) -> JSONValue { operation("read\(name)\(part)", "get", []) }

    private var create: JSONValue {
        operation("create\(name)", "post", Self.writing, body: ["*/*": OpenAPIComponents.reference(schemaName)])
    }

    private func replace(_ part: String) -> JSONValue {
        operation("replace\(name)\(part)", "put", Self.writing, body: ["*/*": OpenAPIComponents.reference(schemaName)])
    }

    /// Strategic merge patches are for Kubernetes' own kinds: kubectl sends them where they are named here.
    private func patch(_ part: String) -> JSONValue {
        var types = ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"]
        if !kind.isCustom { types.append("application/strategic-merge-patch+json") }
        let reference = OpenAPIComponents.reference(OpenAPIComponents.patch)
        return operation(
            "patch\(name)\(part)", "patch", Self.writing + [Self.parameter("force", "boolean")],
            body: Dictionary(uniqueKeysWithValues: types.map { ($0, reference) }))
    }

    private var delete: JSONValue { deletion("delete\(name)", "delete", []) }

    private var deleteCollection: JSONValue {
        deletion("delete\(groupName)Collection\(scope)\(kind.kind)", "deletecollection", Self.selection)
    }

    private func deletion(_ id: String, _ action: String, _ parameters: [JSONValue]) -> JSONValue {
        operation(
            id, action,
            parameters + [
                Self.parameter("dryRun"), Self.parameter("gracePeriodSeconds", "integer"),
                Self.parameter("propagationPolicy"),
            ], body: ["*/*": OpenAPIComponents.reference(ObjectSchema.deleteOptions.name ?? "")],
            answer: ObjectSchema.status.name)
    }

    private func operation(
        _ id: String, _ action: String, _ parameters: [JSONValue], body: [String: JSONValue] = [:],
        answer: String? = nil
    ) -> JSONValue {
        let content: JSONValue = ["schema": OpenAPIComponents.reference(answer ?? schemaName)]
        var json: JSONValue = [
            "operationId": .string(id), "tags": [.string(tag)], "x-kubernetes-action": .string(action),
            "x-kubernetes-group-version-kind": kind.groupVersionKind,
            "responses": ["200": ["description": "OK", "content": ["application/json": content]]],
        ]
        if !parameters.isEmpty { json["parameters"] = .array(parameters) }
        if !body.isEmpty { json["requestBody"] = ["content": .object(body.mapValues { ["schema": $0] })] }
        return json
    }
}

// MARK: - Names and parameters

extension OpenAPIPaths {
    private static let selection = [
        parameter("allowWatchBookmarks", "boolean"), parameter("continue"), parameter("fieldSelector"),
        parameter("labelSelector"), parameter("limit", "integer"), parameter("resourceVersion"),
        parameter("resourceVersionMatch"), parameter("sendInitialEvents", "boolean"),
        parameter("timeoutSeconds", "integer"),
    ]

    private static let writing = [parameter("dryRun"), parameter("fieldManager"), parameter("fieldValidation")]

    private static func parameter(_ name: String, _ type: String = "string", in place: String = "query") -> JSONValue {
        var json: JSONValue = [
            "name": .string(name), "in": .string(place), "schema": ["type": .string(type), "uniqueItems": true],
        ]
        if place == "path" { json["required"] = true }
        return json
    }

    private var schemaName: String { kind.schema.name ?? kind.kind }

    private var scope: String { kind.isNamespaced ? "Namespaced" : "" }

    /// `CoreV1NamespacedService`.
    private var name: String { "\(groupName)\(scope)\(kind.kind)" }

    /// `CoreV1`, `DiscoveryV1`, `FairwayDevV1alpha1`.
    private var groupName: String {
        (groupWords + [kind.version]).map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private var tag: String { (groupWords + [kind.version]).joined(separator: "_") }

    private var groupWords: [String] {
        guard !kind.group.isEmpty else { return ["core"] }
        let group = kind.group.hasSuffix(".k8s.io") ? kind.group.dropLast(".k8s.io".count) : kind.group[...]
        return group.split(separator: ".").map(String.init)
    }
}
