package import FairwayJSON

extension KindDescriptor {
    /// Makes of a client's object the one to store, or says why not. The outcome has no `resourceVersion`: that is the
    /// store's to give.
    ///
    /// The namespace is the one of the URL, `nil` for a kind that has none. `generateSuffix` completes
    /// `metadata.generateName`: five characters of `bcdfghjklmnpqrstvwxz2456789`.
    package func create(
        _ body: JSONValue, namespace: String?, uid: String, generateSuffix: String, options: WriteOptions
    ) throws(APIStatus) -> Admitted {
        let decoded = try decode(body, from: .body, options)
        var object = decoded.object
        try settleNamespace(&object, namespace)
        if let version = object["metadata"]?["resourceVersion"], version != "0" {
            throw .unclassified("resourceVersion should not be set on objects to be created")
        }
        if object["metadata"]?["name"] == nil, let prefix = object["metadata"]?["generateName"]?.string {
            object.set(.string(prefix.prefix(Self.maximumGeneratedPrefix) + generateSuffix), at: "metadata", "name")
        }
        let sent = ManagedFields(object["metadata"]?["managedFields"])
        let isUntracked = ManagedFields.isReset(object["metadata"]?["managedFields"])
        object = try complete(object, uid: uid, now: options.now)
        var managed = sent ?? ManagedFields()
        if !isUntracked {
            managed.recordUpdate(
                from: fieldTree(schema.skeleton), to: createdTree(object, asSent: decoded.object),
                by: manager(.update, options), apiVersion: apiVersion, now: options.now)
        }
        object.set(managed.json, at: "metadata", "managedFields")
        return Admitted(object: object, warnings: decoded.warnings, effect: .create)
    }

    /// Generated names fit into a DNS label, with five characters for what is generated.
    private static let maximumGeneratedPrefix = 58

    /// Fills in what is the server's to give, and checks the outcome.
    func complete(_ sent: JSONValue, uid: String, now: String) throws(APIStatus) -> JSONValue {
        var object = sent
        if hasStatus && !isCreatedWithStatus { object["status"] = nil }
        for name in Self.serverMetadata { object.set(nil, at: "metadata", name) }
        object.set(.string(uid), at: "metadata", "uid")
        object.set(.string(now), at: "metadata", "creationTimestamp")
        schema.fillIn(&object)
        rules.prepare(&object, old: nil, subresource: nil)
        let errors =
            ObjectMetaCheck(object, of: self, old: nil).errors
            + rules.validate(object, old: nil, subresource: nil)
        guard errors.isEmpty else { throw .invalid(self, name: object.name, errors) }
        return object
    }

    private static let serverMetadata = [
        "managedFields", "resourceVersion", "selfLink", "generation", "deletionTimestamp", "deletionGracePeriodSeconds",
    ]

    /// What the creator owns: all but the status, and what the server allocated.
    private func createdTree(_ object: JSONValue, asSent sent: JSONValue) -> FieldTree {
        var owned = object
        if hasStatus { owned["status"] = schema.skeleton["status"] }
        for name in allocatedFields where sent["spec"]?[name] == nil && owned["spec"] != nil {
            owned.set(nil, at: "spec", name)
        }
        return fieldTree(owned)
    }

    func manager(_ operation: ManagedFields.Operation, _ options: WriteOptions) -> ManagedFields.Manager {
        ManagedFields.Manager(
            options.fieldManager, operation, apiVersion: apiVersion, subresource: options.subresource)
    }
}
