/// The choice of the source address, which the conventions have an annotation for and this version does not have.
///
/// To ignore a wish would be worse than to refuse it: whoever asks for it relies on it.
enum LaterFeature {
    private static let annotation = "fairway.dev/source-ip"

    /// - Throws: where it is asked for, well-formed or not.
    static func refuse(_ annotations: [String: String]) throws(ServiceReadingError) {
        switch annotations[annotation] {
        case nil, "auto": return
        case "preserve", "masquerade":
            throw ServiceReadingError(
                reason: "FeatureNotAvailable",
                message:
                    "Annotation \(annotation) asks for a choice of the source address, which this version of Fairway "
                    + "does not have: remove the annotation to be served without.")
        case let value?:
            throw .invalid(
                "Annotation \(annotation)",
                "\(value.quotedForMessage) cannot be read: expected auto, preserve or masquerade")
        }
    }
}
