import FairwayNet

/// What can be wrong with an entry of a pool, in the words of the CEL rules.
enum AddressPoolEntryMistake: String, CaseIterable {
    case malformed = "expected a block such as 192.0.2.0/24 or a range such as 192.0.2.10-192.0.2.19"
    case hostBits = "a block begins with its first address, as 192.0.2.0/24 does"
    case families = "a range has two addresses of one family"
    case reversed = "the range is reversed: its first address comes before its last"

    /// The mistake of an entry that is no block and no range.
    init(of text: String) {
        if text.contains("/") {
            self = AddressSyntax.isBlock(text) ? .hostBits : .malformed
            return
        }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { IPAddress(String($0).trimmed) }
        guard ends.count == 2, let first = ends[0], let last = ends[1] else {
            self = .malformed
            return
        }
        self = first.family == last.family ? .reversed : .families
    }
}
