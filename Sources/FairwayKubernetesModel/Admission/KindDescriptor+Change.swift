package import FairwayJSON

extension KindDescriptor {
    /// Puts a client's object in the place of the current one (PUT), or says why not.
    ///
    /// `current` is the stored object, in this version, with its `metadata.resourceVersion`. Name and namespace are
    /// those of the URL, the namespace `nil` for a kind that has none.
    package func update(
        _ body: JSONValue, current: JSONValue, name: String, namespace: String?, options: WriteOptions
    ) throws(APIStatus) -> Admitted {
        var decoded = try decode(body, from: .body, options)
        try settleName(&decoded.object, name)
        try settleNamespace(&decoded.object, namespace)
        if isCustom && decoded.object.resourceVersion == nil {
            throw .invalid(
                self, name: name,
                [
                    FieldError(
                        field: "metadata.resourceVersion", reason: "FieldValueInvalid",
                        detail: "Invalid value: 0x0: must be specified for an update")
                ])
        }
        return try change(current, to: decoded, options)
    }

    /// Applies a patch to the current object, or says why not. Where there is none, server-side apply creates it, and
    /// anything else is refused as `NotFound`.
    ///
    /// `current` is the stored object, in this version, with its `metadata.resourceVersion`. Name and namespace are
    /// those of the URL, the namespace `nil` for a kind that has none; `uid` is the identity of an object that is
    /// created.
    package func patch(
        _ patch: Patch, current: JSONValue?, name: String, namespace: String?, uid: String, options: WriteOptions
    ) throws(APIStatus) -> Admitted {
        if case .apply(let config) = patch {
            return try apply(config, current: current, name: name, namespace: namespace, uid: uid, options: options)
        }
        guard let current else { throw .notFound(self, name: name) }
        let patched = try patch.applied(to: current, of: self)
        return try change(current, to: try decode(patched.object, from: patched.origin, options), options)
    }

    /// Checks an admitted object against the others of its kind: the stored ones, of which the object's own stored
    /// self is passed over.
    package func check(_ object: JSONValue, beside others: [JSONValue]) throws(APIStatus) {
        let errors = rules.crossValidate(object, others: others)
        guard errors.isEmpty else { throw .invalid(self, name: object.name, errors) }
    }
}

// MARK: - From the current object to the new one

extension KindDescriptor {
    private func change(
        _ current: JSONValue, to decoded: DecodedObject, _ options: WriteOptions
    ) throws(APIStatus) -> Admitted {
        let sent = decoded.object
        let new = try settle(sent, current, options)
        var managed = managedFields(sent: sent, current: current, options)
        // Whose fields have been forgotten are not counted anew until somebody applies.
        if !managed.isEmpty {
            managed.recordUpdate(
                from: fieldTree(current), to: fieldTree(new), by: manager(.update, options), apiVersion: apiVersion,
                now: options.now)
        }
        return outcome(new, managed, current, decoded.warnings)
    }

    /// Those named by the client, as kubectl does to hand fields over, else the current ones.
    private func managedFields(sent: JSONValue, current: JSONValue, _ options: WriteOptions) -> ManagedFields {
        let live = ManagedFields(current["metadata"]?["managedFields"]) ?? ManagedFields()
        guard options.subresource == nil else { return live }
        let json = sent["metadata"]?["managedFields"]
        return ManagedFields.isReset(json) ? ManagedFields() : ManagedFields(json) ?? live
    }

    /// Takes from the current object what a client cannot change, fills in the rest, and checks the outcome.
    func settle(_ sent: JSONValue, _ current: JSONValue, _ options: WriteOptions) throws(APIStatus) -> JSONValue {
        try checkPreconditions(sent, current)
        var object = sent
        for name in Self.keptMetadata { object.set(current["metadata"]?[name], at: "metadata", name) }
        if options.subresource == "status" {
            var whole = current
            whole["status"] = object["status"]
            if !isCustom { whole["metadata"] = object["metadata"] }
            object = whole
        } else if hasStatus {
            object["status"] = current["status"]
        }
        schema.fillIn(&object)
        rules.prepare(&object, old: current, subresource: options.subresource)
        let errors =
            ObjectMetaCheck(object, of: self, old: current).errors
            + rules.validate(object, old: current, subresource: options.subresource)
        guard errors.isEmpty else { throw .invalid(self, name: current.name, errors) }
        return object
    }

    private static let keptMetadata = [
        "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink",
        "resourceVersion",
    ]

    private func checkPreconditions(_ sent: JSONValue, _ current: JSONValue) throws(APIStatus) {
        if let version = sent.resourceVersion, version != "0", version != current.resourceVersion {
            throw .conflict(self, name: current.name)
        }
        let uid = current["metadata"]?["uid"]?.string ?? ""
        if let wanted = sent["metadata"]?["uid"]?.string, wanted != uid {
            throw .failedPrecondition(
                self, name: current.name,
                "Precondition failed: UID in precondition: \(wanted), UID in object meta: \(uid)")
        }
    }

    /// What is to be done about an object that has changed, or has not.
    func outcome(
        _ object: JSONValue, _ managed: ManagedFields, _ current: JSONValue, _ warnings: [String]
    ) -> Admitted {
        var object = object
        object.set(managed.json, at: "metadata", "managedFields")
        if object["metadata"]?["deletionTimestamp"] != nil, object["metadata"]?["finalizers"] == nil {
            return Admitted(object: object, warnings: warnings, effect: .remove)
        }
        if object.withoutManagementTimes == current.withoutManagementTimes {
            return Admitted(object: current, warnings: warnings, effect: .nothing)
        }
        return Admitted(object: object, warnings: warnings, effect: .replace)
    }
}

extension JSONValue {
    /// The object without the times at which fields changed owners: a change of these alone is none.
    fileprivate var withoutManagementTimes: JSONValue {
        guard case .array(let entries)? = self["metadata"]?["managedFields"] else { return self }
        var object = self
        let timeless = entries.map { entry in
            var entry = entry
            entry["time"] = nil
            return entry
        }
        object.set(.array(timeless), at: "metadata", "managedFields")
        return object
    }
}
