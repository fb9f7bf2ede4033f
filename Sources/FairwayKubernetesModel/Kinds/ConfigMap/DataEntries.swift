import FairwayJSON

/// What ConfigMaps and Secrets have in common.
enum DataEntries {
    /// How much data there may be in one object, in bytes.
    static let sizeLimit = 1 << 20

    /// What is wrong with the key of an entry.
    static func keyErrors(_ key: String, in field: String) -> [FieldError] {
        FieldError.invalid("\(field)[\(key)]", key, Syntax.configKeyProblems(key))
    }

    /// What has changed in an object that was made immutable.
    static func changeErrors(_ object: JSONValue, old: JSONValue, fields: [String]) -> [FieldError] {
        guard old["immutable"] == true else { return [] }
        let changed = fields.filter { object[$0] != old[$0] }
        return ((object["immutable"] == true ? [] : ["immutable"]) + changed).map {
            .forbidden($0, "field is immutable when `immutable` is set")
        }
    }
}
