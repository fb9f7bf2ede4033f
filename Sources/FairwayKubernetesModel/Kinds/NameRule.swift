/// What the names of a kind's objects may look like. The sentences are the API server's.
package enum NameRule: Sendable {
    /// Lower-case letters, digits, `-` and `.`, at most 253 characters (RFC 1123).
    case subdomain
    /// Lower-case letters, digits and `-`, at most 63 characters (RFC 1123).
    case label
    /// As a label, but beginning with a letter (RFC 1035): it becomes part of a DNS name and of variables.
    case label1035

    /// What is wrong with a name; empty: nothing. A prefix is a `generateName`, to which something is appended: a dash
    /// may end it.
    package func problems(_ name: String, isPrefix: Bool = false) -> [String] {
        let checked = isPrefix && name.utf8.last == UInt8(ascii: "-") ? String(name.dropLast()) + "a" : name
        return switch self {
        case .subdomain: Syntax.subdomainProblems(checked)
        case .label: Syntax.labelProblems(checked)
        case .label1035: Syntax.label1035Problems(checked)
        }
    }
}
