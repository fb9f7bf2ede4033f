/// When a Service was made, to tell the older of two, who keeps what both want.
///
/// Kubernetes counts creation in whole seconds, so Services of one second are told apart by uid. Which of them is the
/// older is then arbitrary, but the same for everybody and for ever; where uids grow with time (UUIDv7, RFC 9562) it is
/// the true order.
package struct CreationOrder: Hashable, Sendable {
    /// `metadata.creationTimestamp`, in seconds since 1970.
    package var createdAt: Int64
    /// `metadata.uid`.
    package var uid: String

    package init(createdAt: Int64, uid: String) {
        self.createdAt = createdAt
        self.uid = uid
    }
}

extension CreationOrder: Comparable {
    /// The older is the lesser.
    package static func < (left: Self, right: Self) -> Bool {
        (left.createdAt, left.uid) < (right.createdAt, right.uid)
    }
}
