import FairwayJSON

extension Patch {
    /// How many operations a JSON patch may have.
    private static let maximumOperations = 10_000

    /// The object that the patch makes of another.
    func applied(
        to object: JSONValue, of kind: KindDescriptor
    ) throws(APIStatus) -> (object: JSONValue, origin: BodyOrigin) {
        var patched = object
        switch self {
        case .json(let json):
            if let count = json.array?.count, count > Self.maximumOperations {
                throw APIStatus(
                    code: 413, reason: "RequestEntityTooLarge",
                    message: "Request entity too large: The allowed maximum operations in a JSON patch is "
                        + "\(Self.maximumOperations), got \(count)", details: [:])
            }
            try Self.apply(json, to: &patched)
        case .merge(let change):
            guard change.object != nil else { throw .badRequest("Invalid JSON Patch") }
            patched.merge(change)
        case .strategic(let change):
            guard !kind.isCustom else { throw .unsupportedMediaType }
            return (try StrategicMergePatch.apply(change, to: object, kind.schema), .strategic(change))
        case .apply(let config):
            patched = config
        }
        return (patched, .patched(patched))
    }

    private static func apply(_ json: JSONValue, to object: inout JSONValue) throws(APIStatus) {
        do {
            try object.apply(try JSONPatch(json))
        } catch {
            switch error {
            case .malformed(let problem): throw .badRequest(problem)
            case .failed: throw .patchDoesNotFit
            }
        }
    }
}
