/// What is asked of the server when a list is read.
struct ListQuery: Hashable, Sendable {
    /// Objects a page; client-go's and kubectl's number.
    static let pageSize = 500

    /// The oldest state that will do: `"0"` for whatever the server's cache has, `nil` for the newest.
    var resourceVersion: String?
    /// What the page before gave; the resource version is then the one of the first page.
    var continueToken: String?

    var items: [(name: String, value: String)] {
        var items = [(name: "limit", value: String(Self.pageSize))]
        if let continueToken {
            items.append(("continue", continueToken))
        } else if let resourceVersion {
            items += [("resourceVersion", resourceVersion), ("resourceVersionMatch", "NotOlderThan")]
        }
        return items
    }
}

/// What is asked of the server when changes are watched.
struct WatchQuery: Hashable, Sendable {
    var resourceVersion: String
    /// When the server ends the stream.
    var timeoutSeconds: Int

    var items: [(name: String, value: String)] {
        [
            ("watch", "true"), ("allowWatchBookmarks", "true"), ("resourceVersion", resourceVersion),
            ("timeoutSeconds", String(timeoutSeconds)),
        ]
    }
}
