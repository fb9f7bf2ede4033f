package import Foundation

/// One request to an API server.
package struct APIRequest: Sendable {
    /// The methods the Kubernetes API uses.
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    package var method: Method
    /// Starts with `/`; already percent-encoded.
    package var path: String
    /// Not yet encoded, in the order they are sent.
    package var query: [(name: String, value: String)]
    package var contentType: String?
    package var body: Data?
    /// Whether the answer is a stream without an end of its own, which wants a connection of its own.
    package var isWatch: Bool
    package var userAgent: String

    package init(
        _ method: Method, _ path: String, query: [(name: String, value: String)] = [], contentType: String? = nil,
        body: Data? = nil, isWatch: Bool = false, userAgent: String = "fairway"
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.contentType = contentType
        self.body = body
        self.isWatch = isWatch
        self.userAgent = userAgent
    }

    /// Path and query as they go into the request line.
    package var target: String {
        guard !query.isEmpty else { return path }
        let items = query.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }
        return path + "?" + items.joined(separator: "&")
    }

    /// The first value of a query item.
    package func query(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }
}
