/// An object that may not be what its Swift type expects. One such object must not hide all others of its kind.
enum Readable<Object: Resource>: Sendable {
    case object(Object)
    case unreadable(Unreadable)
}

/// What is known of an object that cannot be read.
struct Unreadable: Sendable {
    var key: ObjectKey
    var resourceVersion: String?
    /// Half a sentence with the path to what is wrong.
    var problem: String
}

extension Readable: Decodable {
    private struct Anything: Decodable {
        var metadata: ObjectMeta
    }

    /// - Throws: `DecodingError` where not even the metadata can be read.
    init(from decoder: any Decoder) throws {
        do {
            self = .object(try Object(from: decoder))
        } catch {
            let metadata = try Anything(from: decoder).metadata
            self = .unreadable(
                Unreadable(
                    key: ObjectKey(namespace: metadata.namespace, name: metadata.name ?? ""),
                    resourceVersion: metadata.resourceVersion, problem: KubernetesClient.sentence(error)))
        }
    }

    var key: ObjectKey {
        switch self {
        case .object(let object): object.key
        case .unreadable(let unreadable): unreadable.key
        }
    }

    var resourceVersion: String? {
        switch self {
        case .object(let object): object.metadata.resourceVersion
        case .unreadable(let unreadable): unreadable.resourceVersion
        }
    }
}
