import Foundation

/// A request, cut into what its handlers read.
struct APIRequest: Sendable {
    var method: String
    /// The path's components, percent-decoded.
    var path: [String]
    /// The first value of each query item.
    var query: [String: String]
    /// The value of `Accept`; empty: the client takes anything.
    var accept: String
    /// The media type of the body, without parameters; empty: not said.
    var contentType: String
    var userAgent: String
    var ifNoneMatch: String?
    var body: Data

    /// Cuts a request's target into its path and query; `nil` where it is no valid one.
    static func parse(target: String) -> (path: [String], query: [String: String])? {
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]
            .split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts[0].hasPrefix("/") else { return nil }
        var path: [String] = []
        for component in parts[0].split(separator: "/") {
            guard let text = component.removingPercentEncoding else { return nil }
            path.append(text)
        }
        var query: [String: String] = [:]
        for item in parts.count > 1 ? parts[1].split(separator: "&") : [] {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = queryText(pair[0]), let value = pair.count > 1 ? queryText(pair[1]) : "" else {
                return nil
            }
            if query[name] == nil { query[name] = value }
        }
        return (path, query)
    }

    private static func queryText(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }

    /// Whether a query item is there and true, as Kubernetes reads it.
    func flag(_ name: String) -> Bool {
        guard let value = query[name] else { return false }
        return value != "0" && value.lowercased() != "false"
    }
}
