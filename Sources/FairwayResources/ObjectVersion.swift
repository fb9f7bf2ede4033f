package import FairwayKubernetes

/// Which object something was read from, and at which of its versions: equal ones say the same.
package struct ObjectVersion: Hashable, Sendable {
    private var uid: String?
    private var resourceVersion: String?

    package init(_ object: some Resource) {
        uid = object.metadata.uid
        resourceVersion = object.metadata.resourceVersion
    }

    /// Whether a server gave the object its version. Others cannot be told apart.
    package var isKnown: Bool { uid != nil && resourceVersion != nil }
}
