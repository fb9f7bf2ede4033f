package import FairwayJSON

/// Which values some fields of an object have: what `?fieldSelector=` says. Parsed once, then held against many
/// objects.
package struct FieldSelector: Sendable {
    /// A condition for one field.
    package struct Requirement: Hashable, Sendable {
        /// The field's path, such as `involvedObject.name`.
        package var field: String
        /// Whether the field has to have the value, or must not have it.
        package var isEqual: Bool
        /// The value as text.
        package var value: String
    }

    /// The conditions, all of which have to be met.
    package let requirements: [Requirement]
    private let readers: [@Sendable (JSONValue) -> String]

    /// Whether every object matches.
    package var isEmpty: Bool { requirements.isEmpty }

    /// The value that a field has to have; `nil`: none in particular.
    package func exactValue(of field: String) -> String? {
        requirements.first { $0.field == field && $0.isEqual }?.value
    }

    /// Reads `a=b,c==d,e!=f`.
    ///
    /// - Throws: `BadRequest`, in the API server's words, also where a field of the kind cannot be selected by.
    package init(parsing text: String, kind: KindDescriptor) throws(APIStatus) {
        var requirements: [Requirement] = []
        var readers: [@Sendable (JSONValue) -> String] = []
        for part in text.split(separator: ",") {
            guard let requirement = Self.requirement(part) else {
                throw .badRequest("invalid selector: '\(text)'; can't understand '\(part)'")
            }
            guard let reader = Self.reader(of: requirement.field, in: kind) else {
                throw .badRequest(kind.unknownFieldWords(requirement.field))
            }
            requirements.append(requirement)
            readers.append(reader)
        }
        self.requirements = requirements
        self.readers = readers
    }

    /// Whether an object, in the version of the kind that the selector was read for, meets all conditions.
    package func matches(_ object: JSONValue) -> Bool {
        zip(requirements, readers).allSatisfy { requirement, reader in
            (reader(object) == requirement.value) == requirement.isEqual
        }
    }

    private static func requirement(_ text: Substring) -> Requirement? {
        for (sign, isEqual) in [("!=", false), ("==", true), ("=", true)] {
            let sides = text.split(separator: sign, omittingEmptySubsequences: false)
            if sides.count == 2 {
                return Requirement(field: String(sides[0]), isEqual: isEqual, value: String(sides[1]))
            }
        }
        return nil
    }

    private static func reader(of field: String, in kind: KindDescriptor) -> (@Sendable (JSONValue) -> String)? {
        switch field {
        case "metadata.name": { $0[path: "metadata", "name"]?.string ?? "" }
        case "metadata.namespace" where kind.isNamespaced:
            { $0[path: "metadata", "namespace"]?.string ?? "" }
        default: kind.selectableFields[field]
        }
    }
}

extension KindDescriptor {
    /// Kinds that have fields of their own to select by speak of them otherwise than those that have none.
    fileprivate func unknownFieldWords(_ field: String) -> String {
        selectableFields.isEmpty && !isCustom
            ? "\(FieldError.quoted(field)) is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
            : "field label not supported: \(field)"
    }
}
