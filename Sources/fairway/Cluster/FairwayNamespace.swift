import FairwayKubernetes

/// The namespace in which Fairway keeps what is its own: Leases.
enum FairwayNamespace {
    static let standard = "fairway-system"

    /// Makes the namespace, if it is not there and we may: in a cluster, whoever installed Fairway has made it.
    ///
    /// - Throws: `KubernetesError`.
    static func make(_ name: String, with client: KubernetesClient) async throws {
        do {
            _ = try await client.create(Namespace(metadata: ObjectMeta(name: name)))
        } catch let error as KubernetesError where error.isAlreadyExists || error.isForbidden {
            return
        }
    }
}
