package import Foundation

/// Why a text is not JSON.
package struct JSONSyntaxError: Error, CustomStringConvertible {
    package var description: String
}

extension JSONValue {
    /// How deep objects and arrays may be nested in a text that is read, and in what patches make of it: deeper values
    /// are an attack on those who walk them.
    package static let maximumDepth = 512

    /// Reads JSON text (RFC 8259, UTF-8). Of members that occur twice the last one counts.
    ///
    /// `JSONDecoder` would be four times slower, as it has to be asked for each type in turn, and it takes some texts
    /// for JSON that are not.
    package init(parsing text: Data) throws(JSONSyntaxError) {
        do {
            self.init(foundation: try JSONSerialization.jsonObject(with: text, options: .fragmentsAllowed))
        } catch {
            let detail = (error as NSError).userInfo["NSDebugDescription"] as? String
            throw JSONSyntaxError(description: Self.words(detail ?? "\(error)"))
        }
    }

    /// Reads JSON text (RFC 8259). Of members that occur twice the last one counts.
    package init(parsing text: String) throws(JSONSyntaxError) {
        try self.init(parsing: Data(text.utf8))
    }

    /// The text of this value: compact, members sorted by name, so that equal values have equal text.
    ///
    /// Numbers that JSON cannot express (NaN, infinities) become strings; they cannot come from JSON text.
    package var text: Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "+Inf", negativeInfinity: "-Inf", nan: "NaN")
        do {
            return try encoder.encode(self)
        } catch {
            preconditionFailure("a JSON value always has a text: \(error)")
        }
    }

    /// The same as `text`, as a string.
    package var compactText: String { String(decoding: text, as: UTF8.self) }

    /// Whether objects and arrays are nested deeper in this value than `limit`; a scalar has no depth.
    package func isNested(deeperThan limit: Int) -> Bool {
        switch self {
        case .array(let elements): limit < 1 || elements.contains { $0.isNested(deeperThan: limit - 1) }
        case .object(let members): limit < 1 || members.values.contains { $0.isNested(deeperThan: limit - 1) }
        default: false
        }
    }
}

// MARK: - From Foundation

extension JSONValue {
    private init(foundation value: Any) {
        switch value {
        case let text as String: self = .string(text)
        case let members as [String: Any]: self = .object(members.mapValues(JSONValue.init(foundation:)))
        case let elements as [Any]: self = .array(elements.map(JSONValue.init(foundation:)))
        case let number as NSNumber: self = JSONValue(number)
        default: self = .null
        }
    }

    private init(_ number: NSNumber) {
        switch UInt8(bitPattern: number.objCType.pointee) {
        // Foundation makes no eight-bit numbers of JSON text, only truth values.
        case UInt8(ascii: "c"), UInt8(ascii: "B"): self = .bool(number.boolValue)
        case UInt8(ascii: "d"), UInt8(ascii: "f"), UInt8(ascii: "Q"): self = .number(number.doubleValue)
        default: self = .integer(number.int64Value)
        }
    }

    /// The API server's words, where they are known.
    private static func words(_ detail: String) -> String {
        detail.hasPrefix("Unexpected end of file") ? "unexpected end of JSON input" : detail
    }
}
