/// A feature that the conventions have an annotation for and that this version does not have.
///
/// To ignore a wish would be worse than to refuse it: whoever asks for a limit relies on it.
struct LaterFeature {
    private var annotation: String
    /// What is asked for, as it reads after “asks for”.
    private var name: String
    private var expected: String
    /// A value that asks for nothing.
    private var neutral: String?
    private var isWellFormed: @Sendable (String) -> Bool

    private static let all = [
        LaterFeature(
            annotation: "fairway.dev/source-ip", name: "a choice of the source address",
            expected: "auto, preserve or masquerade", neutral: "auto",
            isWellFormed: { ["preserve", "masquerade"].contains($0) })
    ]

    /// - Throws: where one of them is asked for, well-formed or not.
    static func refuse(_ annotations: [String: String]) throws(ServiceReadingError) {
        for feature in all {
            guard let value = annotations[feature.annotation], value != feature.neutral else { continue }
            guard feature.isWellFormed(value) else {
                throw .invalid(
                    "Annotation \(feature.annotation)",
                    "\(value.quotedForMessage) cannot be read: expected \(feature.expected)")
            }
            throw ServiceReadingError(
                reason: "FeatureNotAvailable",
                message: "Annotation \(feature.annotation) asks for \(feature.name), which this version of Fairway "
                    + "does not have: remove the annotation to be served without.")
        }
    }
}
