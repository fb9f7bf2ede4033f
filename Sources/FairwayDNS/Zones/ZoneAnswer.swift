/// What zones have to say to a question: sets of records, by their numbers in the zones, section by section.
///
/// A value to be used again for one question after another: it then takes no memory of its own any more.
package struct ZoneAnswer: Sendable {
    package internal(set) var responseCode = ResponseCode.refused
    package internal(set) var isAuthoritative = false
    private(set) var items: [Item] = []

    enum Section: Int {
        case answer = 0
        case authority = 1
        case additional = 2
    }

    /// A set of records in a section.
    struct Item {
        var section: Section
        /// The number of the zone among the zones that answered, and that of the set in it.
        var zone: Int
        var set: Int
        var owner: Owner
        /// Whether the answer is worth nothing without it.
        var isNeeded: Bool
    }

    /// The name that a set is given for.
    enum Owner {
        case own
        /// The name that was asked for.
        case question
        /// The name at this place of a zone's data.
        case data(zone: Int, start: Int)
    }

    package init() {}

    mutating func reset() {
        responseCode = .refused
        isAuthoritative = false
        items.removeAll(keepingCapacity: true)
    }

    mutating func append(_ item: Item) { items.append(item) }
}
