import FairwayJSON

/// Where an object came from: the words of refusals depend on it.
enum BodyOrigin {
    case body
    /// A JSON or merge patch made it: refusals show the object.
    case patched(JSONValue)
    /// A strategic merge patch made it: refusals show the patch.
    case strategic(JSONValue)
}

/// An object that has passed the schema.
struct DecodedObject {
    var object: JSONValue
    var warnings: [String]
}

extension KindDescriptor {
    /// Checks what a body says it is, and reads it by the schema.
    func decode(
        _ body: JSONValue, from origin: BodyOrigin, _ options: WriteOptions
    ) throws(APIStatus) -> DecodedObject {
        guard body.object != nil else {
            let type =
                "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; "
                + "Kind string \"json:\\\"kind,omitempty\\\"\" }"
            throw .unreadable(
                self, problem: "json: cannot unmarshal \(body.typeName) into Go value of type \(type)",
                body: Array(body.compactText.utf8))
        }
        try checkType(body)
        var decoder = SchemaDecoder(isStructural: publishedSchema != nil)
        var object = decoder.decode(body, as: schema)
        if let mismatch = decoder.mismatch { throw refusal(mismatch, origin) }
        let unknown = decoder.unknownFields.map { "unknown field \(FieldError.quoted($0))" }
        if options.fieldValidation == .strict && !unknown.isEmpty {
            throw refusal("strict decoding error: \(unknown.joined(separator: ", "))", origin)
        }
        object["apiVersion"] = .string(apiVersion)
        object["kind"] = .string(kind)
        object["metadata"] = Self.tidied(object["metadata"] ?? [:])
        return DecodedObject(object: object, warnings: options.fieldValidation == .warn ? unknown : [])
    }

    /// Kubernetes' own kinds may leave out what they are; what is there has to be right.
    func checkType(_ body: JSONValue) throws(APIStatus) {
        let givenKind = body["kind"]?.string ?? ""
        let givenVersion = body["apiVersion"]?.string ?? ""
        if isCustom && (givenKind.isEmpty || givenVersion.isEmpty) {
            let missing = givenKind.isEmpty ? "Kind" : "apiVersion"
            throw .badRequest("Object '\(missing)' is missing in '\(body.compactText)'")
        }
        if !givenVersion.isEmpty && givenVersion != apiVersion {
            throw .badRequest(
                "the API version in the data (\(givenVersion)) does not match the expected API version (\(apiVersion))")
        }
        if !givenKind.isEmpty && givenKind != kind {
            throw .badRequest(
                "\(givenKind) in version \(FieldError.quoted(version)) cannot be handled as a \(kind): "
                    + "no kind \(FieldError.quoted(givenKind)) is registered for version "
                    + FieldError.quoted(apiVersion))
        }
    }

    private func refusal(_ problem: String, _ origin: BodyOrigin) -> APIStatus {
        switch origin {
        case .body:
            .badRequest("\(kind) in version \(FieldError.quoted(version)) cannot be handled as a \(kind): \(problem)")
        case .patched(let object): badPatch(problem, shown: object.compactText)
        case .strategic(let patch): badPatch(problem, shown: StrategicMergePatch.words(patch))
        }
    }

    private func badPatch(_ problem: String, shown: String) -> APIStatus {
        .invalid(group: "", kind: "", name: "", [.invalid("patch", .string(shown), problem)])
    }

    /// Metadata without what is empty: for ObjectMeta, empty is the same as absent.
    private static func tidied(_ metadata: JSONValue) -> JSONValue {
        .object((metadata.object ?? [:]).filter { $0.value != "" && $0.value != [] })
    }
}
