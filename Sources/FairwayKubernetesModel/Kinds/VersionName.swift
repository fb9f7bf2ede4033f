/// The name of an API version, by which clients choose: `v2` comes before `v1`, that before `v1beta2`, that before
/// `v1alpha1`, and what is no such name last (`version.CompareKubeAwareVersionStrings` of apimachinery).
package struct VersionName: Comparable, Sendable {
    private enum Stage: Int, Comparable {
        case alpha
        case beta
        case stable

        static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
    }

    private let text: String
    private let order: (stage: Stage, major: Int, minor: Int)?

    package init(_ text: String) {
        self.text = text
        order = Self.order(text)
    }

    private static func order(_ text: String) -> (stage: Stage, major: Int, minor: Int)? {
        guard text.first == "v" else { return nil }
        let digits = text.dropFirst().prefix(while: \.isNumber)
        guard let major = Int(digits) else { return nil }
        let rest = text.dropFirst(1 + digits.count)
        if rest.isEmpty { return (.stable, major, 0) }
        for (word, stage) in [("alpha", Stage.alpha), ("beta", .beta)] where rest.hasPrefix(word) {
            return Int(rest.dropFirst(word.count)).map { (stage, major, $0) }
        }
        return nil
    }

    package static func == (left: VersionName, right: VersionName) -> Bool { left.text == right.text }

    /// The greater one is preferred.
    package static func < (left: VersionName, right: VersionName) -> Bool {
        switch (left.order, right.order) {
        case (let one?, let other?):
            (one.stage, one.major, one.minor) < (other.stage, other.major, other.minor)
        case (nil, .some): true
        case (.some, nil): false
        case (nil, nil): left.text > right.text
        }
    }
}
