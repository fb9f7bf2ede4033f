/// The syntax rules of `k8s.io/apimachinery/pkg/util/validation`, each with the API server's sentence about it.
enum Syntax {
    static let labelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"

    /// A DNS label (RFC 1123).
    static func labelProblems(_ text: String) -> [String] {
        var problems = tooLong(text, 63)
        if text.contains(".") && isSubdomain(text) {
            problems.append("must not contain dots")
        } else if !isLabel(text) {
            problems.append(
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start "
                    + "and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for "
                    + "validation is '\(labelPattern)')")
        }
        return problems
    }

    /// A DNS label that begins with a letter (RFC 1035).
    static func label1035Problems(_ text: String) -> [String] {
        var problems = tooLong(text, 63)
        if !isLabel(text) || !(text.utf8.first.map(isLowercase) ?? false) {
            problems.append(
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "
                    + "character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used "
                    + "for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')")
        }
        return problems
    }

    /// Labels with dots between them (RFC 1123).
    static func subdomainProblems(_ text: String) -> [String] {
        var problems = tooLong(text, 253)
        if !isSubdomain(text) {
            problems.append(
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and "
                    + "must start and end with an alphanumeric character (e.g. 'example.com', regex used for "
                    + "validation is '\(labelPattern)(\\.\(labelPattern))*')")
        }
        return problems
    }

    /// A label's or an annotation's key: a name, perhaps with a DNS subdomain and a slash before it.
    static func qualifiedNameProblems(_ text: String) -> [String] {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2 else {
            return [
                "a qualified name \(nameRule) with an optional DNS subdomain prefix and '/' "
                    + "(e.g. 'example.com/MyName')"
            ]
        }
        var problems: [String] = []
        if parts.count == 2 {
            problems +=
                parts[0].isEmpty
                ? ["prefix part must be non-empty"] : subdomainProblems(parts[0]).map { "prefix part \($0)" }
        }
        let name = parts.last ?? ""
        if name.isEmpty {
            problems.append("name part must be non-empty")
        }
        problems += tooLong(name, 63).map { "name part \($0)" }
        if !isName(name) {
            problems.append("name part \(nameRule)")
        }
        return problems
    }

    /// The value of a label.
    static func labelValueProblems(_ text: String) -> [String] {
        var problems = tooLong(text, 63)
        if !text.isEmpty && !isName(text) {
            problems.append(
                "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and "
                    + "must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or "
                    + "'12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")
        }
        return problems
    }

    /// The name of a service or a port (RFC 6335).
    static func serviceNameProblems(_ text: String) -> [String] {
        var problems = text.utf8.count > 15 ? ["must be no more than 15 characters"] : []
        if !text.utf8.allSatisfy({ isLowercase($0) || isDigit($0) || $0 == UInt8(ascii: "-") }) || text.isEmpty {
            problems.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
        }
        if !text.utf8.contains(where: isLowercase) {
            problems.append("must contain at least one letter (a-z)")
        }
        if text.contains("--") {
            problems.append("must not contain consecutive hyphens")
        }
        if text.hasPrefix("-") || text.hasSuffix("-") {
            problems.append("must not begin or end with a hyphen")
        }
        return problems
    }

    /// The key of an entry in a ConfigMap or a Secret, which may become the name of a file.
    static func configKeyProblems(_ text: String) -> [String] {
        var problems = tooLong(text, 253)
        if text.isEmpty || !text.utf8.allSatisfy({ isAlphanumeric($0) || "-._".utf8.contains($0) }) {
            problems.append(
                "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or "
                    + "'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')")
        }
        if text == "." || text == ".." {
            problems.append("must not be '\(text)'")
        } else if text.hasPrefix("..") {
            problems.append("must not start with '..'")
        }
        return problems
    }

    static func portNumberProblems(_ number: Int64) -> [String] {
        (1...65535).contains(number) ? [] : ["must be between 1 and 65535, inclusive"]
    }
}

// MARK: - Characters

extension Syntax {
    private static let nameRule =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
        + "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
        + "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"

    private static func tooLong(_ text: String, _ limit: Int) -> [String] {
        text.utf8.count > limit ? ["must be no more than \(limit) bytes"] : []
    }

    private static func isLabel(_ text: String) -> Bool {
        let isEdge = { (byte: UInt8) in isLowercase(byte) || isDigit(byte) }
        return hasShape(text, edge: isEdge) { isEdge($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isSubdomain(_ text: String) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { isLabel(String($0)) }
    }

    private static func isName(_ text: String) -> Bool {
        hasShape(text, edge: isAlphanumeric) { isAlphanumeric($0) || "-_.".utf8.contains($0) }
    }

    private static func hasShape(_ text: String, edge: (UInt8) -> Bool, inner: (UInt8) -> Bool) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        return edge(first) && edge(last) && text.utf8.allSatisfy(inner)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { isLowercase(byte | 0x20) || isDigit(byte) }

    private static func isLowercase(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
