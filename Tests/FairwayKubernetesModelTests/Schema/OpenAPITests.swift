import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("OpenAPI")
struct OpenAPITests {
    private func document(_ kind: KindDescriptor) -> JSONValue {
        OpenAPI.document(group: kind.group, version: kind.version, kinds: KindDescriptor.builtIn)
    }

    @Test("each kind can be found by what it is, where it is written", arguments: KindDescriptor.builtIn.map(\.kind))
    func operations(_ name: String) throws {
        let kind = try #require(KindDescriptor.builtIn.first { $0.kind == name })
        let paths = try #require(document(kind)["paths"]?.object)
        let operations = paths.values.flatMap { path in ["post", "put", "patch"].compactMap { path[$0] } }
            .filter { $0["x-kubernetes-group-version-kind"]?["kind"] == .string(name) }
        #expect(operations.count == (kind.hasStatus ? 5 : 3))
        for operation in operations {
            let parameters = operation["parameters"]?.array?.map { $0["name"] } ?? []
            #expect(parameters.contains("fieldValidation"))
        }
        let strategic = operations.contains {
            $0["requestBody"]?["content"]?["application/strategic-merge-patch+json"] != nil
        }
        #expect(strategic == !kind.isCustom)
    }

    @Test(
        "every reference leads to a schema, and every name is used once",
        arguments: KindDescriptor.builtIn.map(\.apiVersion))
    func references(_ apiVersion: String) throws {
        let kind = try #require(KindDescriptor.builtIn.first { $0.apiVersion == apiVersion })
        let document = document(kind)
        let schemas = try #require(document["components"]?["schemas"]?.object)
        let references = document.references
        #expect(!references.isEmpty)
        for reference in references {
            let name = try #require(reference.split(separator: "/").last.map(String.init))
            #expect(schemas[name]?["type"] != nil || schemas[name]?["oneOf"] != nil, "\(reference)")
        }
    }

    @Test("the index names each document with its hash")
    func index() {
        #expect(
            OpenAPI.index(["api/v1": "ABC"])
                == ["paths": ["api/v1": ["serverRelativeURL": "/openapi/v3/api/v1?hash=ABC"]]])
    }

    @Test("lists say how they are merged")
    func lists() throws {
        let schemas = try #require(document(.services)["components"]?["schemas"])
        let ports = try #require(schemas["io.k8s.api.core.v1.ServiceSpec"]?["properties"]?["ports"])
        #expect(ports["x-kubernetes-list-map-keys"] == ["port", "protocol"])
        #expect(ports["x-kubernetes-patch-merge-key"] == "port")
        let metadata = schemas["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"]?["properties"]
        #expect(metadata?["finalizers"]?["x-kubernetes-patch-strategy"] == "merge")
        #expect(
            schemas["io.k8s.api.core.v1.ServiceList"]?["x-kubernetes-group-version-kind"]
                == [["group": "", "version": "v1", "kind": "ServiceList"]])
    }
}

extension JSONValue {
    fileprivate var references: [String] {
        switch self {
        case .object(let members):
            (members["$ref"]?.string).map { [$0] } ?? members.values.flatMap(\.references)
        case .array(let elements): elements.flatMap(\.references)
        default: []
        }
    }
}
