package import Foundation

/// A Secret (`core/v1`).
package struct Secret: Resource, Hashable {
    package static let type = ResourceType(
        group: "", version: "v1", kind: "Secret", plural: "secrets", namespaced: true)

    package var metadata: ObjectMeta
    /// The entries as they are: their base 64 is the API's matter.
    @EmptyIfAbsent package var data: [String: Data]

    package init(metadata: ObjectMeta, data: [String: Data] = [:]) {
        self.metadata = metadata
        self.data = data
    }
}
