/// A namespace (`core/v1`).
package struct Namespace: Resource, Hashable {
    package static let type = ResourceType(
        group: "", version: "v1", kind: "Namespace", plural: "namespaces", namespaced: false)

    /// Where a namespace is in its life.
    package struct Status: Codable, Hashable, Sendable {
        /// `Active` or `Terminating`.
        package var phase: String?

        package init(phase: String? = nil) {
            self.phase = phase
        }
    }

    package var metadata: ObjectMeta
    package var status: Status?

    package init(metadata: ObjectMeta, status: Status? = nil) {
        self.metadata = metadata
        self.status = status
    }
}
