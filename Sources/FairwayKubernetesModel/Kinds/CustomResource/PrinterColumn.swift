import FairwayJSON

/// How values become cells of additional printer columns (`cellForJSONValue` of apiextensions).
enum PrinterColumn {
    static func cell(_ value: JSONValue, type: String, now: Int64) -> JSONValue {
        switch (type, value) {
        case ("string", _): .string(text(value))
        case ("integer", .integer), ("boolean", .bool), ("number", .integer), ("number", .number): value
        case ("integer", .number(let number)): Int64(exactly: number.rounded(.towardZero)).map { .integer($0) } ?? .null
        case ("date", .string(let time)):
            RFC3339.seconds(time) == nil ? "<invalid>" : .string(Age.text(since: value, now: now))
        default: .null
        }
    }

    /// A value as text: JSON where it is none.
    static func text(_ value: JSONValue) -> String { value.string ?? value.compactText }
}
