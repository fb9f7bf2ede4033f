import FairwayJSON

/// The rules of a custom kind: its schema's, and those that the program itself has for it.
struct CustomResourceRules: KindRules {
    let schema: JSONValue
    let native: (any KindRules)?

    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {
        object.countGeneration(old: old)
        native?.prepare(&object, old: old, subresource: subresource)
    }

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] {
        var validator = SchemaValidator()
        validator.validate(object, schema, at: "")
        // What has the wrong shape is not looked into further.
        return validator.errors.isEmpty
            ? native?.validate(object, old: old, subresource: subresource) ?? [] : validator.errors
    }

    func crossValidate(_ object: JSONValue, others: [JSONValue]) -> [FieldError] {
        native?.crossValidate(object, others: others) ?? []
    }
}
