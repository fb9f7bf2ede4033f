import FairwayJSON

/// What two servers call the same things that each names for itself, learned from answers that should be alike.
struct Likeness {
    /// The recorded server's names, and ours.
    private(set) var names: [String: String] = [:]
    private(set) var versions: [String: String] = [:]

    private static let times: Set = [
        "creationTimestamp", "deletionTimestamp", "time", "firstTimestamp", "lastTimestamp", "eventTime",
        "lastTransitionTime", "lastObservedTime", "renewTime", "acquireTime",
    ]

    /// Where `ours` is another than `theirs`, one line each.
    mutating func differences(_ ours: JSONValue, _ theirs: JSONValue, at path: String = "") -> [String] {
        switch (ours, theirs) {
        case (.object(let ours), .object(let theirs)):
            var lines: [String] = []
            for name in Set(ours.keys).union(theirs.keys).sorted() {
                let path = "\(path).\(name)"
                switch (ours[name], theirs[name]) {
                case (let ours?, let theirs?):
                    if !learn(name, ours, theirs) { lines += differences(ours, theirs, at: path) }
                case (let ours?, nil): lines.append("\(path): unexpected \(ours.compactText)")
                case (nil, let theirs): lines.append("\(path): missing \((theirs ?? .null).compactText)")
                }
            }
            return lines
        case (.array(let ours), .array(let theirs)) where ours.count == theirs.count:
            return zip(ours, theirs).enumerated().flatMap { index, pair in
                differences(pair.0, pair.1, at: "\(path)[\(index)]")
            }
        default:
            // Names stand in messages and cells too.
            if ours == theirs || (ours.string != nil && ours.string == theirs.string.map(translated)) { return [] }
            return ["\(path): \(ours.compactText) instead of \(theirs.compactText)"]
        }
    }

    /// Takes a member that differs from run to run; `false`: it is none.
    private mutating func learn(_ name: String, _ ours: JSONValue, _ theirs: JSONValue) -> Bool {
        guard let ours = ours.string, let theirs = theirs.string else { return false }
        switch name {
        case "resourceVersion": versions[theirs] = ours
        case "uid", "continue": names[theirs] = ours
        // What a server appends to generateName.
        case "name" where ours.dropLast(5) == theirs.dropLast(5) && ours.hasSuffix("-") == theirs.hasSuffix("-"):
            guard ours != theirs, theirs.count > 5, theirs.dropLast(5).hasSuffix("-") else { return ours == theirs }
            names[theirs] = ours
        default: return Self.times.contains(name)
        }
        return true
    }

    /// A text of the recording with our names in it.
    func translated(_ text: String) -> String {
        names.reduce(text) { text, name in text.replacing(name.key, with: name.value) }
    }
}
