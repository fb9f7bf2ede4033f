import FairwayJSON

extension SchemaValidator {
    mutating func checkCombinations(_ value: JSONValue, _ schema: JSONValue, at path: String) {
        if let all = schema["allOf"]?.array { checkAll(value, all, at: path) }
        if let any = schema["anyOf"]?.array, !any.isEmpty { checkAny(value, any, at: path) }
        if let one = schema["oneOf"]?.array, !one.isEmpty { checkOne(value, one, at: path) }
        if let other = schema["not"], errors(value, other, at: path).errors.isEmpty {
            combination(path, "must not validate the schema (not)")
        }
    }

    private mutating func checkAll(_ value: JSONValue, _ schemas: [JSONValue], at path: String) {
        let failures = schemas.map { errors(value, $0, at: path) }.filter { !$0.errors.isEmpty }
        guard !failures.isEmpty else { return }
        failures.forEach { merge($0) }
        combination(
            path, "must validate all the schemas (allOf)\(failures.count == schemas.count ? ". None validated" : "")")
    }

    private mutating func checkAny(_ value: JSONValue, _ schemas: [JSONValue], at path: String) {
        let failures = schemas.map { errors(value, $0, at: path) }
        guard !failures.contains(where: { $0.errors.isEmpty }) else { return }
        combination(path, "must validate at least one schema (anyOf)")
        mergeBest(failures)
    }

    private mutating func checkOne(_ value: JSONValue, _ schemas: [JSONValue], at path: String) {
        let failures = schemas.map { errors(value, $0, at: path) }
        let valid = failures.count { $0.errors.isEmpty }
        guard valid != 1 else { return }
        let found = valid == 0 ? "Found none valid" : "Found \(valid) valid alternatives"
        combination(path, "must validate one and only one schema (oneOf). \(found)")
        if valid == 0 { mergeBest(failures) }
    }

    /// What is wrong by the alternative that comes closest.
    private mutating func mergeBest(_ failures: [SchemaValidator]) {
        if let best = failures.min(by: { $0.errors.count < $1.errors.count }) { merge(best) }
    }

    private mutating func combination(_ path: String, _ words: String) {
        report(.invalid(path.isEmpty ? "<nil>" : path, "", "\(FieldError.quoted(path)) \(words)"))
    }

    private func errors(_ value: JSONValue, _ schema: JSONValue, at path: String) -> SchemaValidator {
        var validator = SchemaValidator(patterns: patterns)
        validator.validate(value, schema, at: path)
        return validator
    }
}
