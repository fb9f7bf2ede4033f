import FairwayCore
package import FairwayKubernetes

/// Which labels an object has to have (`meta/v1` LabelSelector).
package struct LabelSelectorSpec: Codable, Hashable, Sendable {
    /// Labels and their values, all of them there.
    @EmptyIfAbsent package var matchLabels: [String: String]
    /// Conditions, all of them met.
    @EmptyIfAbsent package var matchExpressions: [Expression]

    package init(matchLabels: [String: String] = [:], matchExpressions: [Expression] = []) {
        self.matchLabels = matchLabels
        self.matchExpressions = matchExpressions
    }

    /// A condition for one label.
    package struct Expression: Codable, Hashable, Sendable {
        package var key: String
        /// `In`, `NotIn`, `Exists` or `DoesNotExist`.
        package var `operator`: String
        /// What `In` and `NotIn` speak of.
        @EmptyIfAbsent package var values: [String]

        package init(key: String, operator: String, values: [String] = []) {
            self.key = key
            self.operator = `operator`
            self.values = values
        }
    }

    /// Why a selector cannot be used.
    struct Unusable: Error {
        /// A clause without a full stop.
        var problem: String
    }

    /// The selector in Core's values.
    func selector() throws(Unusable) -> LabelSelector {
        var requirements = matchLabels.sorted { $0.key < $1.key }
            .map { LabelSelector.Requirement.isIn(key: $0.key, values: [$0.value]) }
        for expression in matchExpressions {
            requirements.append(try expression.requirement())
        }
        return LabelSelector(requirements)
    }
}

extension LabelSelectorSpec.Expression {
    fileprivate func requirement() throws(LabelSelectorSpec.Unusable) -> LabelSelector.Requirement {
        switch (`operator`, values.isEmpty) {
        case ("In", false): return .isIn(key: key, values: Set(values))
        case ("NotIn", false): return .isNotIn(key: key, values: Set(values))
        case ("Exists", true): return .exists(key: key)
        case ("DoesNotExist", true): return .doesNotExist(key: key)
        case ("In", true), ("NotIn", true):
            throw LabelSelectorSpec.Unusable(
                problem: "\(`operator`) of the label \(key.quotedForMessage) needs values")
        case ("Exists", false), ("DoesNotExist", false):
            throw LabelSelectorSpec.Unusable(
                problem: "\(`operator`) of the label \(key.quotedForMessage) takes no values")
        default:
            throw LabelSelectorSpec.Unusable(
                problem: "the operator \(`operator`.quotedForMessage) is not known: "
                    + "expected In, NotIn, Exists or DoesNotExist")
        }
    }
}
