/// Which labels an object has to have (`meta/v1` LabelSelector). One without requirements matches every object.
package struct LabelSelector: Hashable, Sendable {
    /// All of them have to be met.
    package var requirements: [Requirement]

    package init(_ requirements: [Requirement] = []) {
        self.requirements = requirements
    }

    /// What has to be true of one label.
    package enum Requirement: Hashable, Sendable {
        case isIn(key: String, values: Set<String>)
        /// Met by objects without the label as well.
        case isNotIn(key: String, values: Set<String>)
        case exists(key: String)
        case doesNotExist(key: String)
    }

    /// Whether an object with `labels` meets all requirements.
    package func matches(_ labels: [String: String]) -> Bool {
        requirements.allSatisfy { requirement in
            switch requirement {
            case .isIn(let key, let values): labels[key].map(values.contains) ?? false
            case .isNotIn(let key, let values): !(labels[key].map(values.contains) ?? false)
            case .exists(let key): labels[key] != nil
            case .doesNotExist(let key): labels[key] == nil
            }
        }
    }
}
