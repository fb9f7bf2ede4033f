import FairwayJSON
import Foundation

/// A change as it is kept: by the texts of its objects, since their values take three times as much memory and are
/// hardly ever asked for.
struct PastChange: Sendable {
    private let storage: String
    private let before: PastObject?
    private let after: PastObject
    private let isDeletion: Bool

    init(_ change: Change) {
        storage = change.storage
        before = change.before.map(PastObject.init)
        after = PastObject(change.after)
        isDeletion = change.isDeletion
    }

    var resourceVersion: Int64 { after.resourceVersion }

    /// What it takes at most: `before` mostly shares the text of an earlier change.
    var bytes: Int { MemoryLayout<PastChange>.stride + (before?.bytes ?? 0) + after.bytes }

    /// The change as it was made.
    var change: Change {
        Change(storage: storage, before: before?.object, after: after.object, isDeletion: isDeletion)
    }

    /// What was there before the change.
    var undone: (key: ObjectKey, object: StoredObject?) { (after.key, before?.object) }
}

/// An object without its value, which can be made again of its text.
private struct PastObject: Sendable {
    let key: ObjectKey
    let resourceVersion: Int64
    private let writtenAt: Int64
    private let text: Data

    init(_ object: StoredObject) {
        key = object.key
        resourceVersion = object.resourceVersion
        writtenAt = object.writtenAt
        text = object.text
    }

    /// With what allocators add to a text and to the two names of a key.
    var bytes: Int { text.count + key.namespace.utf8.count + key.name.utf8.count + 96 }

    var object: StoredObject {
        do {
            return StoredObject(
                key: key, value: try JSONValue(parsing: text), text: text, resourceVersion: resourceVersion,
                writtenAt: writtenAt)
        } catch {
            preconditionFailure("the text was made of a value: \(error)")
        }
    }
}
