import FairwayJSON

extension KindDescriptor {
    /// Server-side apply.
    func apply(
        _ config: JSONValue, current: JSONValue?, name: String, namespace: String?, uid: String, options: WriteOptions
    ) throws(APIStatus) -> Admitted {
        var config = try applicable(config, options)
        try settleName(&config, name)
        let subject = "\(config["metadata"]?["namespace"]?.string ?? "")/\(name)"
        try settleNamespace(&config, namespace)
        guard current != nil || options.subresource == nil else { throw .notFound(self, name: name) }
        let applied = try merge(config, into: current, subject: subject, options)
        let conflicts = options.force ? [] : conflicts(applied, with: current, options)
        guard conflicts.isEmpty else { throw .applyConflict(conflicts) }

        var object = applied.tree.value
        object["apiVersion"] = .string(apiVersion)
        object["kind"] = .string(kind)
        for name in ["name", "namespace", "uid", "resourceVersion"] {
            let given = config["metadata"]?[name] ?? current?["metadata"]?[name]
            object.set(given, at: "metadata", name)
        }
        guard let current else {
            object = try complete(object, uid: uid, now: options.now)
            object.set(applied.managedFields.json, at: "metadata", "managedFields")
            return Admitted(object: object, effect: .create)
        }
        return outcome(try settle(object, current, options), applied.managedFields, current, [])
    }

    /// The part of a configuration that the request is about, its types checked.
    private func applicable(_ config: JSONValue, _ options: WriteOptions) throws(APIStatus) -> JSONValue {
        guard case .object(var members) = config else {
            throw .badRequest(
                "error decoding YAML: json: cannot unmarshal \(config.typeName) into Go value of type "
                    + "map[string]interface {}")
        }
        guard !options.fieldManager.isEmpty else {
            throw .invalid(
                group: "meta.k8s.io", kind: "PatchOptions", name: "",
                [.required("fieldManager", "is required for apply patch")])
        }
        try checkType(config)
        guard config["metadata"]?["managedFields"] == nil else {
            throw .badRequest("metadata.managedFields must be nil")
        }
        if options.subresource == "status" {
            members = members.filter { ["apiVersion", "kind", "metadata", "status"].contains($0.key) }
        } else if hasStatus {
            members["status"] = nil
        }
        return .object(members)
    }

    private func merge(
        _ config: JSONValue, into current: JSONValue?, subject: String, _ options: WriteOptions
    ) throws(APIStatus) -> ManagedFields.Applied {
        var managed = ManagedFields(current?["metadata"]?["managedFields"]) ?? ManagedFields()
        let live = fieldTree(current ?? schema.skeleton)
        if managed.isEmpty, current != nil {
            let before = ManagedFields.Manager("before-first-apply", .update, apiVersion: apiVersion, subresource: nil)
            managed.recordUpdate(
                from: fieldTree(schema.skeleton), to: live, by: before, apiVersion: apiVersion, now: options.now)
        }
        return managed.applying(
            try tree(of: config, subject: subject), to: live, by: manager(.apply, options), apiVersion: apiVersion,
            now: options.now)
    }

    private func tree(of config: JSONValue, subject: String) throws(APIStatus) -> FieldTree {
        var decoder = SchemaDecoder(isStructural: publishedSchema != nil)
        var decoded = decoder.decode(config, as: schema)
        var problem = decoder.mismatch
        if let unknown = decoder.unknownFields.first, problem == nil {
            problem = ".\(unknown): field not declared in schema"
        }
        decoded["metadata"] = decoded["metadata"] ?? [:]
        if problem == nil {
            do {
                return try appliedTree(decoded)
            } catch {
                problem = error.description
            }
        }
        throw .unclassified(
            "failed to create typed patch object (\(subject); \(group)/\(version), Kind=\(kind)): \(problem ?? "")")
    }
}
