import FairwayJSON

/// One thing that is wrong with an object, in the API server's words (`field.Error` of apimachinery).
package struct FieldError: Hashable, Sendable {
    /// The path of the field: `spec.ports[0].port`.
    package var field: String
    /// The machine-readable reason: `FieldValueInvalid`, `FieldValueRequired`, …
    package var reason: String
    /// What follows the path: `Invalid value: 99999: must be between 1 and 65535, inclusive`.
    package var detail: String

    package init(field: String, reason: String, detail: String) {
        self.field = field
        self.reason = reason
        self.detail = detail
    }
}

extension FieldError: CustomStringConvertible {
    package var description: String { "\(field): \(detail)" }
}
