/// What must still hold for an object to be deleted (`meta/v1` Preconditions); 409 otherwise.
package struct DeletePreconditions: Codable, Hashable, Sendable {
    package var uid: String?
    package var resourceVersion: String?

    package init(uid: String? = nil, resourceVersion: String? = nil) {
        self.uid = uid
        self.resourceVersion = resourceVersion
    }
}

/// The body of a deletion (`meta/v1` DeleteOptions).
struct DeleteOptions: Encodable {
    var apiVersion = "v1"
    var kind = "DeleteOptions"
    var preconditions: DeletePreconditions?
}
