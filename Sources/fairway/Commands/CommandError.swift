import ArgumentParser

/// Why a command could not do its work: one sentence, and the exit code that tells its kind.
struct CommandError: Error, CustomStringConvertible {
    let description: String
    let exitCode: ExitCode

    init(_ description: String, exitCode: ExitCode = .failure) {
        self.description = description
        self.exitCode = exitCode
    }
}

extension ExitCode {
    /// A service that is needed is not there (`EX_UNAVAILABLE` of sysexits.h).
    static let unavailable = ExitCode(69)
    /// The user may not do this (`EX_NOPERM`).
    static let notPermitted = ExitCode(77)
}
