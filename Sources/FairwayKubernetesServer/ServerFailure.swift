import Glibc

/// Why the server cannot start or go on, in one sentence for a person: what was attempted, on what, why it failed,
/// and what to do.
package struct ServerFailure: Error, CustomStringConvertible {
    package var description: String

    init(_ description: String) {
        self.description = description
    }

    /// That the API cannot have its address, for an error of the system by its number (errno(3)).
    package static func cannotListen(on host: String, port: Int, errno code: Int32) -> ServerFailure {
        let advice = code == EADDRINUSE ? "stop what listens there or " : ""
        return cannotListen(on: host, port: port, systemReason(code), advice: advice)
    }

    static func cannotListen(on host: String, port: Int, _ reason: String, advice: String = "") -> ServerFailure {
        ServerFailure("Cannot listen on \(host) port \(port): \(reason); \(advice)choose another address for the API.")
    }
}
