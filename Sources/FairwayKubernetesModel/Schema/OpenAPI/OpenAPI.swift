package import FairwayJSON

/// The documents behind `/openapi/v3`: what kubectl reads to validate, explain and patch.
package enum OpenAPI {
    /// The document of an API group's version, with those of the kinds that belong to it.
    package static func document(group: String, version: String, kinds: [KindDescriptor]) -> JSONValue {
        var components = OpenAPIComponents()
        var paths: [String: JSONValue] = [:]
        for kind in kinds where kind.group == group && kind.version == version {
            components.add(kind)
            paths.merge(OpenAPIPaths(kind).all) { first, _ in first }
        }
        return [
            "openapi": "3.0.0", "info": ["title": "Kubernetes", "version": "1.36"],
            "paths": .object(paths), "components": ["schemas": .object(components.schemas)],
        ]
    }

    /// The index of documents. They are given by their path below `/openapi/v3/` (`api/v1`,
    /// `apis/discovery.k8s.io/v1`), each with a hash: kubectl keeps a document for as long as its hash stays.
    package static func index(_ documents: [String: String]) -> JSONValue {
        let paths = documents.map { path, hash in
            (path, ["serverRelativeURL": .string("/openapi/v3/\(path)?hash=\(hash)")] as JSONValue)
        }
        return ["paths": .object(Dictionary(uniqueKeysWithValues: paths))]
    }
}

extension KindDescriptor {
    /// How OpenAPI names the kind.
    var groupVersionKind: JSONValue { groupVersionKind(kind) }

    func groupVersionKind(_ kind: String) -> JSONValue {
        ["group": .string(group), "version": .string(version), "kind": .string(kind)]
    }
}
