/// One alternative of an `Accept` header (RFC 9110 §12.5.1), as far as Kubernetes clients use it.
struct MediaRange: Hashable, Sendable {
    var type: String
    /// The kind the client wants the answer turned into, such as `Table`; with its group and version.
    var kind: String?
    var group: String?
    var version: String?

    /// The alternatives in the order the client wrote them: Kubernetes clients use no weights.
    static func parse(_ accept: String) -> [MediaRange] {
        guard !accept.isEmpty else { return [MediaRange(type: "*/*")] }
        return accept.split(separator: ",").map { alternative in
            let parts = alternative.split(separator: ";").map { $0.filter { $0 != " " } }
            var range = MediaRange(type: parts.first?.lowercased() ?? "")
            for parameter in parts.dropFirst() {
                let pair = parameter.split(separator: "=", maxSplits: 1).map(String.init)
                guard pair.count == 2 else { continue }
                switch pair[0] {
                case "as": range.kind = pair[1]
                case "g": range.group = pair[1]
                case "v": range.version = pair[1]
                default: break
                }
            }
            return range
        }
    }

    var isJSON: Bool { ["application/json", "application/*", "*/*"].contains(type) }
}
