/// Where the server takes connections.
package enum ListenPlace: Sendable {
    /// A name or an address, and a port; 0: any that is free.
    case address(host: String, port: Int)
    /// A socket that listens already. It stays the caller's, and goes on listening when the server has ended: who connects
    /// then waits for the next one.
    case socket(Int32)

    /// How many connections may wait to be taken.
    static let backlog: Int32 = 4_096
}
