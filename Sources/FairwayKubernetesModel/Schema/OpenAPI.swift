package import FairwayJSON

/// The documents behind `/openapi/v3`: what kubectl reads to validate, explain and patch.
package enum OpenAPI {
    /// The document of an API group's version.
    ///
    /// - Parameter kinds: those of this group and version.
    package static func document(group: String, version: String, kinds: [KindDescriptor]) -> JSONValue {
        [:]
    }

    /// The index of documents.
    ///
    /// - Parameter documents: by path below `/openapi/v3/` (`api/v1`, `apis/discovery.k8s.io/v1`), the hash of each.
    package static func index(_ documents: [String: String]) -> JSONValue {
        ["paths": .object([:])]
    }
}
