package import FairwayJSON

/// What a request to write says beside the object itself.
package struct WriteOptions: Sendable {
    /// Who writes, for `metadata.managedFields`: `fieldManager`, or the first part of the User-Agent.
    package var fieldManager: String
    package var fieldValidation: FieldValidation
    /// `nil` or `status`.
    package var subresource: String?
    /// Server-side apply takes over fields that others own.
    package var force: Bool
    /// The time of the request, RFC 3339 with seconds.
    package var now: String

    package init(
        fieldManager: String, fieldValidation: FieldValidation = .warn, subresource: String? = nil, force: Bool = false,
        now: String
    ) {
        self.fieldManager = fieldManager
        self.fieldValidation = fieldValidation
        self.subresource = subresource
        self.force = force
        self.now = now
    }
}

/// What is done about unknown and repeated fields.
package enum FieldValidation: String, Sendable {
    case strict = "Strict"
    case warn = "Warn"
    case ignore = "Ignore"
}

/// A patch, by the media type it came with.
package enum Patch: Sendable {
    /// `application/json-patch+json` (RFC 6902).
    case json(JSONValue)
    /// `application/merge-patch+json` (RFC 7386).
    case merge(JSONValue)
    /// `application/strategic-merge-patch+json`.
    case strategic(JSONValue)
    /// `application/apply-patch+yaml`: the fields the manager wants, as an object.
    case apply(JSONValue)
}

/// An object fit to be stored, and what to warn the client of.
package struct Admitted: Sendable {
    package var object: JSONValue
    package var warnings: [String]
    /// What the store has to do; the client is answered with `object` in each case.
    package var effect: Effect

    package init(object: JSONValue, warnings: [String] = [], effect: Effect = .replace) {
        self.object = object
        self.warnings = warnings
        self.effect = effect
    }

    /// What a write does to the stored object.
    package enum Effect: Hashable, Sendable {
        /// The object is new: stored under a new resource version, unless one of its name exists.
        case create
        /// The object takes the place of the current one under a new resource version.
        case replace
        /// Nothing changed: the current object stays, and so does its resource version.
        case nothing
        /// The last finalizer of an object that is being deleted is gone: the object is to be removed.
        case remove
    }
}

/// What a request to delete does.
package enum Deletion: Hashable, Sendable {
    /// The object goes.
    case remove
    /// Finalizers hold the object: it is stored with its `deletionTimestamp`.
    case mark(JSONValue)
    /// The object is being deleted already: it stays as it is.
    case nothing
}
