package import Foundation

/// Why a text is not JSON.
package struct JSONSyntaxError: Error, CustomStringConvertible {
    package var description: String
}

extension JSONValue {
    /// Reads JSON text (RFC 8259, UTF-8).
    package init(parsing text: Data) throws(JSONSyntaxError) {
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: text)
        } catch DecodingError.dataCorrupted(let context) {
            let detail = (context.underlyingError as NSError?)?.userInfo["NSDebugDescription"] as? String
            throw JSONSyntaxError(description: detail ?? context.debugDescription)
        } catch {
            throw JSONSyntaxError(description: "\(error)")
        }
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
}
