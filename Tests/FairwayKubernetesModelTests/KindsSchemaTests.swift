import FairwayJSON
import FairwayKubernetesModel
import Testing

@Suite("Schemas of kinds")
struct KindsSchemaTests {
    @Test("fields, list types and defaults are those of the real server")
    func sameAsKubernetes() throws {
        let real = try KindsFixtures.json("kinds-openapi.json")
        var seen: Set<String> = []
        for kind in KindDescriptor.builtIn {
            try compare(kind.schema, with: real, seen: &seen)
        }
        let expected = try #require(real.object).keys.filter { !$0.contains("apimachinery") }
        #expect(seen.isSuperset(of: expected))
    }

    private func compare(_ schema: ObjectSchema, with real: JSONValue, seen: inout Set<String>) throws {
        guard let name = schema.name, seen.insert(name).inserted else { return }
        for field in schema.fields {
            for nested in field.schema.objects {
                try compare(nested, with: real, seen: &seen)
            }
        }
        guard let definition = real[name], !schema.fields.isEmpty else { return }
        let properties = try #require(definition["properties"]?.object)
        #expect(Set(schema.fields.map(\.name)) == Set(properties.keys), "\(name)")
        #expect(schema.atomic == (definition["x-kubernetes-map-type"] == "atomic"), "\(name)")
        let required = Set((definition["required"]?.array ?? []).compactMap(\.string)).subtracting(["metadata"])
        #expect(Set(schema.fields.filter(\.required).map(\.name)) == required, "\(name)")
        for field in schema.fields {
            let property = try #require(properties[field.name])
            let path = "\(name).\(field.name)"
            #expect(field.schema.openAPIType == property.openAPIType, "\(path)")
            #expect(field.schema.extensions == property.extensions, "\(path)")
            // What Kubernetes leaves out of its OpenAPI is the null or the empty list that Go writes.
            let isUnsaid = field.defaultValue == .null || field.defaultValue == []
            let ours = isUnsaid ? JSONValue?.none : field.defaultValue
            #expect(ours == property["default"], "\(path)")
        }
    }

    @Test("every kind has a name of its own, and columns that begin with the name or the time")
    func table() {
        let paths = KindDescriptor.builtIn.map { "\($0.apiVersion)/\($0.plural)" }
        #expect(Set(paths).count == paths.count)
        #expect(
            Set(paths) == [
                "v1/namespaces", "v1/services", "v1/configmaps", "v1/secrets", "v1/nodes", "v1/events",
                "events.k8s.io/v1/events", "coordination.k8s.io/v1/leases", "discovery.k8s.io/v1/endpointslices",
                "apiextensions.k8s.io/v1/customresourcedefinitions",
                "fairway.dev/v1alpha1/addresspools",
                "fairway.dev/v1alpha1/nodestates",
                "fairway.dev/v1alpha1/dnszones",
            ])
        for kind in KindDescriptor.builtIn {
            #expect(["Name", "Last Seen"].contains(kind.columns.first?.name), "\(kind.kind)")
            #expect(
                KindRegistry(KindDescriptor.builtIn).find(group: kind.group, version: kind.version, plural: kind.plural)
                    != nil)
        }
    }

    @Test("the two views of Events share a store, and only one of them is converted")
    func events() {
        let views = KindDescriptor.builtIn.filter { $0.storage == "events" }
        #expect(views.map { $0.conversion == nil } == [true, false])
    }
}

extension Schema {
    /// The objects with known fields that a value of this shape holds.
    fileprivate var objects: [ObjectSchema] {
        switch self {
        case .object(let schema): [schema]
        case .recursive(let schema, _): [schema()]
        case .map(let value, _): value.objects
        case .list(let element, _, _): element.objects
        default: []
        }
    }

    fileprivate var openAPIType: String {
        switch self {
        case .string: "string"
        case .integer(let format): "integer \(format)"
        case .number: "number"
        case .boolean: "boolean"
        case .integerOrString: "io.k8s.apimachinery.pkg.util.intstr.IntOrString"
        case .time(let micro): "io.k8s.apimachinery.pkg.apis.meta.v1.\(micro ? "MicroTime" : "Time")"
        case .object(let schema): schema.name ?? "object"
        case .recursive(let schema, _): schema().name ?? "object"
        case .map(let value, _): "map of \(value.openAPIType)"
        case .list(let element, _, _): "list of \(element.openAPIType)"
        case .any: "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1"
        }
    }

    fileprivate var extensions: [String: JSONValue] {
        switch self {
        case .map(_, let atomic): atomic ? ["map-type": "atomic"] : [:]
        case .list(_, .atomic, _): ["list-type": "atomic"]
        case .list(_, .set, _): ["list-type": "set"]
        case .list(_, .map(let keys), let mergeKey):
            [
                "list-type": "map", "list-map-keys": .array(keys.map { .string($0) }),
                "patch-merge-key": mergeKey.map { .string($0) } ?? .null, "patch-strategy": "merge",
            ]
        default: [:]
        }
    }
}

extension JSONValue {
    fileprivate var openAPIType: String {
        if let reference = self["$ref"]?.string ?? self["allOf"]?.array?.first?["$ref"]?.string {
            return String(reference.dropFirst("#/components/schemas/".count))
        }
        switch self["type"] {
        case "array": return "list of \(self["items"]?.openAPIType ?? "")"
        case "object": return "map of \(self["additionalProperties"]?.openAPIType ?? "")"
        case "integer": return "integer \(self["format"]?.string ?? "")"
        default: return self["type"]?.string ?? ""
        }
    }

    fileprivate var extensions: [String: JSONValue] {
        let prefix = "x-kubernetes-"
        var found: [String: JSONValue] = [:]
        for (key, value) in object ?? [:] where key.hasPrefix(prefix) {
            found[String(key.dropFirst(prefix.count))] = value
        }
        // Sets of finalizers are merged by strategic patches; which sets are is not ours to say in a schema.
        if found["list-type"] == "set" {
            found["patch-strategy"] = nil
        }
        return found
    }
}
