extension ScalarSet {
    /// The groups of scalars that have a name, all of them of ASCII (`regexp/syntax/perl_groups.go`).
    enum Group: String {
        case alnum, alpha, ascii, blank, cntrl, digit, graph, lower, print, punct, space, upper, word, xdigit
        /// `\s`, which has no vertical tab where `[:space:]` has one.
        case perlSpace

        /// `[:name:]`
        init?(posixName: String) {
            guard let group = Self(rawValue: posixName), group != .perlSpace else { return nil }
            self = group
        }

        /// `\d`, `\s`, `\w`
        init?(escape: Unicode.Scalar) {
            switch escape {
            case "d", "D": self = .digit
            case "s", "S": self = .perlSpace
            case "w", "W": self = .word
            default: return nil
            }
        }

        var ranges: [ClosedRange<UInt32>] {
            switch self {
            case .alnum: [0x30...0x39, 0x41...0x5A, 0x61...0x7A]
            case .alpha: [0x41...0x5A, 0x61...0x7A]
            case .ascii: [0...0x7F]
            case .blank: [0x09...0x09, 0x20...0x20]
            case .cntrl: [0...0x1F, 0x7F...0x7F]
            case .digit: [0x30...0x39]
            case .graph: [0x21...0x7E]
            case .lower: [0x61...0x7A]
            case .print: [0x20...0x7E]
            case .punct: [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]
            case .space: [0x09...0x0D, 0x20...0x20]
            case .upper: [0x41...0x5A]
            case .word: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
            case .xdigit: [0x30...0x39, 0x41...0x46, 0x61...0x66]
            case .perlSpace: [0x09...0x0A, 0x0C...0x0D, 0x20...0x20]
            }
        }

        /// Everything but the group, and where case makes no difference also but what its scalars can be written as.
        func others(ignoringCase: Bool) -> [ClosedRange<UInt32>] {
            guard ignoringCase else { return ScalarSet.complement(ranges) }
            let letters = ranges.joined().compactMap(Unicode.Scalar.init).filter(\.properties.isAlphabetic)
            return ScalarSet.complement(ranges + letters.flatMap(CaseVariants.of).map { $0...$0 })
        }
    }
}
