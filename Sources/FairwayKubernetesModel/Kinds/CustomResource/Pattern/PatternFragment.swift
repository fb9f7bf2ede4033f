/// A piece of an expression as it is put together.
struct PatternFragment {
    private(set) var code: [PatternInstruction] = []
    /// How often its innermost part is written out by counted repetitions inside each other.
    private(set) var copies = 1

    init() {}

    init(_ instruction: PatternInstruction) { code = [instruction] }

    mutating func append(_ next: PatternFragment) {
        code += next.code
        copies = max(copies, next.copies)
    }

    /// One of several. Every one but the last takes two instructions more.
    init(anyOf branches: [PatternFragment]) {
        let size = branches.reduce(2 * (branches.count - 1)) { $0 + $1.code.count }
        code.reserveCapacity(size)
        for (index, branch) in branches.enumerated() {
            let isLast = index == branches.count - 1
            if !isLast { code.append(.fork(branch.code.count + 2)) }
            append(branch)
            if !isLast { code.append(.jump(size - code.count)) }
        }
    }
}

// MARK: - Repetition

extension PatternFragment {
    func copies(repeated count: PatternRepetition) -> Int {
        count.most == 0 ? 1 : copies * max(count.most ?? count.least, 1)
    }

    /// The number of instructions of ``repeated(_:)``.
    func size(repeated count: PatternRepetition) -> Int {
        guard !code.isEmpty else { return 0 }
        guard let most = count.most else { return count.least == 0 ? code.count + 2 : count.least * code.count + 1 }
        return count.least * code.count + (most - count.least) * (code.count + 1)
    }

    func repeated(_ count: PatternRepetition) -> PatternFragment {
        var result = PatternFragment()
        result.copies = copies(repeated: count)
        guard !code.isEmpty else { return result }
        result.code.reserveCapacity(size(repeated: count))
        for _ in 0..<count.least { result.code += code }
        switch count.most {
        case nil where count.least == 0:
            result.code.append(.fork(code.count + 2))
            result.code += code
            result.code.append(.jump(-code.count - 1))
        case nil: result.code.append(.fork(-code.count))
        case let most?:
            for left in (0..<most - count.least).reversed() {
                result.code.append(.fork((left + 1) * (code.count + 1)))
                result.code += code
            }
        }
        return result
    }
}

/// `{least,most}`; whether it prefers few or many makes no difference to whether a text matches.
struct PatternRepetition: Equatable {
    var least: Int
    /// `nil`: any number.
    var most: Int?
}
