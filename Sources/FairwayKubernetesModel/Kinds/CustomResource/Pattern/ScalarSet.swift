/// The scalars a character class stands for.
struct ScalarSet: Sendable {
    /// In order, and apart from each other.
    private var ranges: [ClosedRange<UInt32>]
    private let isNegated: Bool
    let ignoresCase: Bool

    init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false, ignoresCase: Bool = false) {
        self.ranges = Self.joined(ranges)
        self.isNegated = isNegated
        self.ignoresCase = ignoresCase
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool { holds(scalar.value) != isNegated }

    /// Whether it has a scalar that is also written in these ways (``CaseVariants``).
    func contains(anyOf variants: [UInt32]) -> Bool { variants.contains(where: holds) != isNegated }

    private func holds(_ value: UInt32) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= value
    }

    private static func joined(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound <= last.upperBound + 1 {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    /// Everything but these.
    static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var (result, next) = ([ClosedRange<UInt32>](), UInt32(0))
        for range in joined(ranges) {
            if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { result.append(next...0x10FFFF) }
        return result
    }
}

/// The ways a scalar is written when case makes no difference.
enum CaseVariants {
    static func of(_ scalar: Unicode.Scalar) -> [UInt32] {
        // The dotless i is an I in Turkish alone.
        guard scalar.value != 0x131 else { return [scalar.value] }
        var found: [Unicode.Scalar] = [scalar]
        for mapping in [upper, lower, upper] {
            for known in found {
                if let other = mapping(known), !found.contains(other) { found.append(other) }
            }
        }
        // The long s and the sign of the kelvin are what no mapping leads to.
        if found.contains("s"), !found.contains("\u{17F}") { found.append("\u{17F}") }
        if found.contains("k"), !found.contains("\u{212A}") { found.append("\u{212A}") }
        return found.map(\.value)
    }

    private static func upper(_ scalar: Unicode.Scalar) -> Unicode.Scalar? { only(scalar.properties.uppercaseMapping) }

    private static func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar? { only(scalar.properties.lowercaseMapping) }

    private static func only(_ text: String) -> Unicode.Scalar? {
        text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil
    }
}
