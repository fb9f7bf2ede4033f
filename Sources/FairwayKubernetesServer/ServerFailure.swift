/// Why the server cannot start or go on, in one sentence for a person: what was attempted, on what, why it failed,
/// and what to do.
package struct ServerFailure: Error, CustomStringConvertible {
    package var description: String

    init(_ description: String) {
        self.description = description
    }
}
