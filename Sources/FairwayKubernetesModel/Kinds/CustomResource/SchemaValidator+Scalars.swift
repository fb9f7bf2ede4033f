import FairwayJSON
import FairwayNet

extension SchemaValidator {
    mutating func checkNumber(_ number: Double, _ value: JSONValue, _ schema: JSONValue, at path: String) {
        if let most = schema["maximum"]?.double {
            let isExclusive = schema["exclusiveMaximum"] == true
            if isExclusive ? number >= most : number > most {
                report(path, value, "should be less than \(isExclusive ? "" : "or equal to ")\(Self.words(most))")
            }
        }
        if let least = schema["minimum"]?.double {
            let isExclusive = schema["exclusiveMinimum"] == true
            if isExclusive ? number <= least : number < least {
                report(path, value, "should be greater than \(isExclusive ? "" : "or equal to ")\(Self.words(least))")
            }
        }
        if let divisor = schema["multipleOf"]?.double, divisor > 0, number.truncatingRemainder(dividingBy: divisor) != 0
        {
            report(path, value, "should be a multiple of \(Self.words(divisor))")
        }
        if schema["format"] == "int32", number.magnitude > 2_147_483_648 {
            report(.wrongType(path, value, "int32", shown: value.compactText))
        }
    }

    mutating func checkText(_ text: String, _ schema: JSONValue, at path: String) {
        if let most = schema["maxLength"]?.integer, text.unicodeScalars.count > most {
            report(.tooLong(path, limit: Int(most)))
        }
        if let least = schema["minLength"]?.integer, text.unicodeScalars.count < least {
            report(path, .string(text), "should be at least \(least) chars long")
        }
        if let pattern = schema["pattern"]?.string, !patterns.matches(text, pattern) {
            report(path, .string(text), "should match '\(pattern)'")
        }
        if let format = schema["format"]?.string, !isOfFormat(text, format) {
            report(.wrongType(path, .string(text), format, shown: text))
        }
    }

    /// Formats that nobody here knows hold for every text, as they do on the real server.
    private func isOfFormat(_ text: String, _ format: String) -> Bool {
        switch format {
        case "ipv4": IPv4Address(text) != nil
        case "ipv6": IPv6Address(text) != nil
        case "cidr": AddressSyntax.isBlock(text)
        case "date-time": RFC3339.seconds(text) != nil
        case "date": text.utf8.count == 10 && RFC3339.seconds("\(text)T00:00:00Z") != nil
        case "byte": Self.isBase64(text)
        case "uuid": patterns.matches(text, "^(?i)[0-9A-F]{8}-?[0-9A-F]{4}-?[0-9A-F]{4}-?[0-9A-F]{4}-?[0-9A-F]{12}$")
        case "mac": patterns.matches(text, "^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$")
        default: true
        }
    }

    private static func isBase64(_ text: String) -> Bool {
        do {
            _ = try Base64.decode(text)
            return true
        } catch {
            return false
        }
    }

    /// As Go prints a number: without a fraction where there is none.
    private static func words(_ number: Double) -> String {
        Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}

extension JSONValue {
    fileprivate var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }
}
