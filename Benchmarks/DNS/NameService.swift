/// Name servers, side by side.
enum NameService: Comparison {
    typealias Entrant = NameServerProgram
    typealias Discipline = QueryLoad
    typealias Amount = QueryAmount

    static let subject = "name servers"
    static let pictureTitle = "The same zone, asked of name servers on one machine"
    static let pictureReference = "BIND"
    static let goals = [NameServerProgram.knot]

    static func takesPart(_ program: NameServerProgram, in load: QueryLoad) -> Bool { true }

    static func peer(
        in load: QueryLoad, by quantity: Quantity, _ results: Results<NameService>
    ) -> NameServerProgram? {
        results.best(of: [.bind], in: load, by: quantity)
    }
}

/// How much is asked.
struct QueryAmount: ComparedAmount {
    var seconds: Int
    /// How many names have addresses in the zone, and as many SRV records.
    var names: Int
}
