package import FairwayJSON

extension KindDescriptor {
    /// Makes of a client's object the one to store, or says why not.
    ///
    /// - Parameters:
    ///   - namespace: the one of the URL; `nil` for a kind without namespaces.
    ///   - generateSuffix: what completes `metadata.generateName`: five characters of `bcdfghjklmnpqrstvwxz2456789`.
    /// - Returns: the object, without a `resourceVersion`: that is the store's to give.
    package func create(
        _ body: JSONValue, namespace: String?, uid: String, generateSuffix: String, options: WriteOptions
    ) throws(APIStatus) -> Admitted {
        throw .internalError("not there yet")
    }
}
