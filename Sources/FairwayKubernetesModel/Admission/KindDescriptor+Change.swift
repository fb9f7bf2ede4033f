package import FairwayJSON

extension KindDescriptor {
    /// Puts a client's object in the place of the current one (PUT), or says why not.
    ///
    /// - Parameters:
    ///   - current: the stored object, in this version, with its `metadata.resourceVersion`.
    ///   - name: the one of the URL.
    ///   - namespace: the one of the URL; `nil` for a kind without namespaces.
    package func update(
        _ body: JSONValue, current: JSONValue, name: String, namespace: String?, options: WriteOptions
    ) throws(APIStatus) -> Admitted {
        throw .internalError("not there yet")
    }

    /// Applies a patch to the current object, or says why not. Where there is none, server-side apply creates it, and
    /// anything else is refused as `NotFound`.
    ///
    /// - Parameters:
    ///   - current: the stored object, in this version, with its `metadata.resourceVersion`.
    ///   - name: the one of the URL.
    ///   - namespace: the one of the URL; `nil` for a kind without namespaces.
    ///   - uid: the identity of an object that is created.
    package func patch(
        _ patch: Patch, current: JSONValue?, name: String, namespace: String?, uid: String, options: WriteOptions
    ) throws(APIStatus) -> Admitted {
        throw .internalError("not there yet")
    }

    /// Checks an admitted object against the others of its kind.
    ///
    /// - Parameter others: the stored objects of the kind, of which the object's own stored self is passed over.
    package func check(_ object: JSONValue, beside others: [JSONValue]) throws(APIStatus) {
        let errors = rules.crossValidate(object, others: others)
        guard errors.isEmpty else { throw .invalid(self, name: object["metadata"]?["name"]?.string ?? "", errors) }
    }
}
