import FairwayJSON

/// What is wrong with a label selector inside of an object (`ValidateLabelSelector` of apimachinery).
enum LabelSelectorCheck {
    static func problems(_ selector: JSONValue, at path: String) -> [FieldError] {
        let labels = (selector["matchLabels"]?.object ?? [:]).sorted { $0.key < $1.key }
        let ofLabels = labels.flatMap { key, value in
            FieldError.invalid("\(path).matchLabels", key, Syntax.qualifiedNameProblems(key))
                + FieldError.invalid(
                    "\(path).matchLabels", value.string ?? "", Syntax.labelValueProblems(value.string ?? ""))
        }
        return ofLabels
            + selector.list("matchExpressions").enumerated().flatMap {
                problems(ofRequirement: $1, at: "\(path).matchExpressions[\($0)]")
            }
    }

    private static func problems(ofRequirement requirement: JSONValue, at path: String) -> [FieldError] {
        var errors: [FieldError] = []
        let values = requirement.list("values")
        switch requirement.text("operator") {
        case "In", "NotIn":
            if values.isEmpty {
                errors.append(.required("\(path).values", "must be specified when `operator` is 'In' or 'NotIn'"))
            }
        case "Exists", "DoesNotExist":
            if !values.isEmpty {
                errors.append(
                    .forbidden("\(path).values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
            }
        default:
            errors.append(.invalid("\(path).operator", requirement["operator"] ?? "", "not a valid selector operator"))
        }
        let key = requirement.text("key")
        errors += FieldError.invalid("\(path).key", key, Syntax.qualifiedNameProblems(key))
        for (index, value) in values.enumerated() {
            let text = value.string ?? ""
            errors += FieldError.invalid("\(path).values[\(index)]", text, Syntax.labelValueProblems(text))
        }
        return errors
    }
}
