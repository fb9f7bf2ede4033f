package import FairwayJSON

/// The sentences of `field.Error` (apimachinery), by kind of mistake.
extension FieldError {
    /// A value that breaks a rule, which `detail` tells.
    package static func invalid(_ field: String, _ value: JSONValue, _ detail: String) -> FieldError {
        FieldError(
            field: field, reason: "FieldValueInvalid", detail: "Invalid value: \(words(value))\(tail(detail))")
    }

    /// A value that is missing.
    package static func required(_ field: String, _ detail: String = "") -> FieldError {
        FieldError(field: field, reason: "FieldValueRequired", detail: "Required value\(tail(detail))")
    }

    /// A value that may not be there, for the reason that `detail` tells.
    package static func forbidden(_ field: String, _ detail: String) -> FieldError {
        FieldError(field: field, reason: "FieldValueForbidden", detail: "Forbidden\(tail(detail))")
    }

    /// A value that is there already.
    package static func duplicate(_ field: String, _ value: JSONValue) -> FieldError {
        FieldError(field: field, reason: "FieldValueDuplicate", detail: "Duplicate value: \(words(value))")
    }

    /// A value that is none of those there are, which are named in the order of the alphabet.
    package static func notSupported(_ field: String, _ value: JSONValue, _ supported: [String]) -> FieldError {
        notSupported(field, value, inOrder: supported.sorted())
    }

    /// A value that is none of those there are, which are named as they are listed.
    static func notSupported(_ field: String, _ value: JSONValue, inOrder supported: [String]) -> FieldError {
        FieldError(
            field: field, reason: "FieldValueNotSupported",
            detail: "Unsupported value: \(words(value)): supported values: "
                + supported.map(quoted).joined(separator: ", "))
    }

    /// A list that is too long.
    package static func tooMany(_ field: String, _ count: Int, limit: Int) -> FieldError {
        FieldError(
            field: field, reason: "FieldValueTooMany",
            detail: "Too many: \(count): must have at most \(limit) item\(limit == 1 ? "" : "s")")
    }

    /// A text that is too long; the limit is in bytes.
    package static func tooLong(_ field: String, limit: Int) -> FieldError {
        FieldError(
            field: field, reason: "FieldValueTooLong",
            detail: "Too long: may not be more than \(limit) byte\(limit == 1 ? "" : "s")")
    }

    /// One error for each of the problems of a value.
    static func invalid(_ field: String, _ value: String, _ problems: [String]) -> [FieldError] {
        problems.map { invalid(field, .string(value), $0) }
    }

    private static func tail(_ detail: String) -> String { detail.isEmpty ? "" : ": \(detail)" }

    /// A value as it stands in a message: JSON, members sorted by name.
    private static func words(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): quoted(value)
        case .array(let elements): "[\(elements.map(words).joined(separator: ","))]"
        case .object(let members):
            "{\(members.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(words($0.value))" }.joined(separator: ","))}"
        }
    }

    /// A text in quotes, as Go's `%q` writes it.
    package static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                "\\x" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
