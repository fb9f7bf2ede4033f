/// Ways of getting TCP and UDP to a backend, side by side.
enum DataPath: Comparison {
    typealias Entrant = Contender
    typealias Discipline = Traffic
    typealias Amount = Extent

    static let subject = "data path"
    static let pictureTitle = "TCP and UDP through a balancer to a server, on one machine"
    static let pictureReference = "the better of HAProxy and nginx"
    /// The limit of what is possible.
    static let goals = [Contender.routing]

    static func takesPart(_ contender: Contender, in traffic: Traffic) -> Bool { contender.carries(traffic) }

    /// The better of HAProxy and nginx, by its median.
    static func peer(in traffic: Traffic, by quantity: Quantity, _ results: Results<DataPath>) -> Contender? {
        results.best(of: [.haproxy, .nginx], in: traffic, by: quantity)
    }
}
