import FairwayJSON
import Foundation

/// Where an object is among those of one storage. The namespace of a cluster-scoped object is empty.
struct ObjectKey: Hashable, Comparable, Sendable {
    var namespace: String
    var name: String

    static func < (left: ObjectKey, right: ObjectKey) -> Bool {
        (left.namespace, left.name) < (right.namespace, right.name)
    }
}

/// An object as it was at one resourceVersion, with its text made once for everybody who reads it.
struct StoredObject: Sendable {
    /// How deep an object may be nested, so that its text, and that of an answer around it, can be read again.
    static let maximumDepth = JSONValue.maximumDepth - 16

    let key: ObjectKey
    let uid: String
    let resourceVersion: Int64
    /// When this version was written, in seconds since 1970.
    let writtenAt: Int64
    /// `metadata.resourceVersion` is set.
    let value: JSONValue
    let text: Data

    init(key: ObjectKey, value: JSONValue, resourceVersion: Int64, writtenAt: Int64) {
        var value = value
        value["metadata", default: [:]]["resourceVersion"] = .string(String(resourceVersion))
        self.init(
            key: key, value: value, text: value.text, resourceVersion: resourceVersion, writtenAt: writtenAt)
    }

    /// An object whose `text` is that of `value` already.
    init(key: ObjectKey, value: JSONValue, text: Data, resourceVersion: Int64, writtenAt: Int64) {
        self.key = key
        self.uid = value["metadata"]?["uid"]?.string ?? ""
        self.resourceVersion = resourceVersion
        self.writtenAt = writtenAt
        self.value = value
        self.text = text
    }
}

extension StoredObject {
    /// This object as a dry run shows it: at the version of the current one, or without a version where it is new.
    func unstored(current: StoredObject?) -> StoredObject {
        var value = value
        value["metadata", default: [:]]["resourceVersion"] = current.map { .string(String($0.resourceVersion)) }
        return StoredObject(
            key: key, value: value, text: value.text, resourceVersion: current?.resourceVersion ?? 0,
            writtenAt: writtenAt)
    }
}

/// One write, as watchers learn of it.
struct Change: Sendable {
    let storage: String
    /// `nil`: the object is new.
    let before: StoredObject?
    /// The object as written; for a deletion its last state, at the resourceVersion of the deletion.
    let after: StoredObject
    let isDeletion: Bool

    var resourceVersion: Int64 { after.resourceVersion }
}

extension JSONValue {
    /// The member `key`, or `defaultValue` where there is none: for changes deep inside an object.
    subscript(key: String, default defaultValue: JSONValue) -> JSONValue {
        get { self[key] ?? defaultValue }
        set { self[key] = newValue }
    }
}
