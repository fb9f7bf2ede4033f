package import FairwayJSON

/// Which labels an object has to have: what `?labelSelector=` says. Parsed once, then held against many objects.
package struct LabelSelector: Hashable, Sendable {
    /// The conditions, all of which have to be met, ordered by key.
    package var requirements: [LabelRequirement]

    /// Whether every object matches.
    package var isEmpty: Bool { requirements.isEmpty }

    /// Reads `a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1`.
    ///
    /// - Throws: `BadRequest`, in the API server's words.
    package init(parsing text: String) throws(APIStatus) {
        do {
            self.requirements = try LabelSelectorParser.parse(text)
        } catch {
            throw .badRequest(error.message)
        }
    }

    /// Whether an object has the labels.
    package func matches(_ object: JSONValue) -> Bool {
        requirements.isEmpty || matches(labels: object["metadata"]?["labels"]?.object ?? [:])
    }

    /// Whether labels, by key, meet all conditions.
    package func matches(labels: [String: JSONValue]) -> Bool {
        requirements.allSatisfy { $0.isMet(by: labels[$0.key]?.string) }
    }
}

/// One condition of a label selector.
package struct LabelRequirement: Hashable, Sendable {
    /// How the values of a label and of the condition have to relate.
    package enum Operator: Hashable, Sendable {
        /// `=`, `==` and `in`.
        case isIn
        /// `!=` and `notin`: met by objects without the label as well.
        case isNotIn
        /// The key alone.
        case exists
        /// `!` and the key.
        case doesNotExist
        /// `>`: both are integers.
        case isGreaterThan
        /// `<`: both are integers.
        case isLessThan
    }

    /// The label's name.
    package var key: String
    /// How the label's value has to relate to the values.
    package var `operator`: Operator
    /// None for `exists` and `doesNotExist`, one for the comparisons.
    package var values: Set<String>

    /// Whether a label of this value meets the condition; `nil`: there is no such label.
    func isMet(by value: String?) -> Bool {
        switch `operator` {
        case .isIn: value.map(values.contains) ?? false
        case .isNotIn: !(value.map(values.contains) ?? false)
        case .exists: value != nil
        case .doesNotExist: value == nil
        case .isGreaterThan: compares(value, >)
        case .isLessThan: compares(value, <)
        }
    }

    private func compares(_ value: String?, _ isOrdered: (Int64, Int64) -> Bool) -> Bool {
        guard let number = value.flatMap({ Int64($0) }), let limit = values.first.flatMap({ Int64($0) }) else {
            return false
        }
        return isOrdered(number, limit)
    }
}
