/// A contender's own part of the network: its balancer's namespace, links and addresses, and its backend's address.
///
/// Nothing of it is shared with another contender: with shared addresses plain routing would pay for the connection
/// tracking that a nat rule switches on, and what one contender leaves in the kernel's tables would meet another's.
/// The addresses are of RFC 2544, for benchmarks.
struct Lane {
    let contender: Contender
    let number: Int
    let balancer: Namespace

    var client: String { "198.18.\(number).1" }
    var balancerToClient: String { "198.18.\(number).2" }
    /// The balancer's address for the traffic.
    var service: String { "198.18.\(number).10" }
    var balancerToServer: String { "198.19.\(number).1" }
    var backend: String { "198.19.\(number).2" }
    /// Where the client sends to.
    var target: String { contender == .routing ? backend : service }
    /// The hardware address of the balancer's interface to the client, of the range that anybody may give out.
    var balancerHardware: String { "02:00:c6:12:0\(number):02" }
    /// The name of the interface that leads to it, at the client and at the server.
    var interface: String { contender.rawValue }
}
