/// One line of a watch (`meta/v1` WatchEvent).
enum WatchEvent<Object: Resource>: Sendable {
    /// Added or modified, which differ for nobody who keeps a snapshot.
    case put(Readable<Object>)
    case deleted(Readable<Object>)
    /// Nothing happened up to this resource version.
    case bookmark(resourceVersion: String?)
    case error(APIServerStatus)
}

extension WatchEvent: Decodable {
    private enum CodingKeys: CodingKey {
        case type, object
    }

    /// The part of an object that a bookmark has.
    private struct Bookmark: Decodable {
        var metadata: ObjectMeta?
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(String.self, forKey: .type) {
        case "ADDED", "MODIFIED":
            self = .put(try container.decode(Readable<Object>.self, forKey: .object))
        case "DELETED":
            self = .deleted(try container.decode(Readable<Object>.self, forKey: .object))
        case "BOOKMARK":
            let bookmark = try container.decode(Bookmark.self, forKey: .object)
            self = .bookmark(resourceVersion: bookmark.metadata?.resourceVersion)
        case "ERROR":
            self = .error(try container.decode(APIServerStatus.self, forKey: .object))
        case let type:
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: container, debugDescription: "\"\(type)\" is no kind of watch event")
        }
    }
}
