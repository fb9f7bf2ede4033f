/// What is measured side by side, in what, and how that is told.
protocol Comparison {
    associatedtype Entrant: ComparedEntrant
    associatedtype Discipline: ComparedDiscipline
    associatedtype Amount: ComparedAmount

    /// What all tables are of, in a word or two.
    static var subject: String { get }
    static var pictureTitle: String { get }
    /// What the dashed line of the picture stands for.
    static var pictureReference: String { get }

    static func takesPart(_ entrant: Entrant, in discipline: Discipline) -> Bool

    /// The one that all are to be compared with in a figure; `nil` where nobody is there to be it.
    static func peer(in discipline: Discipline, by quantity: Quantity, _ results: Results<Self>) -> Entrant?

    /// Whom the tables compare with besides.
    static var goals: [Entrant] { get }
}

/// One of those that are measured side by side.
protocol ComparedEntrant: RawRepresentable<String>, CaseIterable, Hashable, Codable {
    var title: String { get }
}

/// What they are measured in.
protocol ComparedDiscipline: CaseIterable, Hashable, Codable {
    var title: String { get }
    /// The figures that are taken, the most important first.
    var quantities: [Quantity] { get }
}

/// How much is measured at once.
protocol ComparedAmount: Codable {
    /// How long each measurement takes.
    var seconds: Int { get }
}
