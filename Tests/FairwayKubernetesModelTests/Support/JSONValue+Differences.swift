import FairwayJSON

extension JSONValue {
    /// Where this value is another than the one expected, one line each.
    func differences(from expected: JSONValue, at path: String = "") -> [String] {
        switch (self, expected) {
        case (.object(let actual), .object(let expected)):
            return Set(actual.keys).union(expected.keys).sorted().flatMap { name -> [String] in
                switch (actual[name], expected[name]) {
                case (let actual?, let expected?): return actual.differences(from: expected, at: "\(path).\(name)")
                case (let actual?, nil): return ["\(path).\(name): unexpected \(actual.compactText)"]
                case (nil, let expected?): return ["\(path).\(name): missing \(expected.compactText)"]
                case (nil, nil): return []
                }
            }
        case (.array(let actual), .array(let expected)) where actual.count == expected.count:
            return zip(actual, expected).enumerated().flatMap { index, pair in
                pair.0.differences(from: pair.1, at: "\(path)[\(index)]")
            }
        default: return self == expected ? [] : ["\(path): \(compactText) instead of \(expected.compactText)"]
        }
    }
}
