import ArgumentParser
import FairwayNet
import Logging

/// The flags that every long-running command has.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A YAML file with a key for each flag.", valueName: "path"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "trace, debug, info, notice, warning, error or critical (default: info).", valueName: "level"))
    var logLevel: String?

    func settings() async throws -> Settings {
        try await Settings(file: config)
    }

    /// A logger to standard error.
    func logger(_ settings: Settings) throws -> Logger {
        let level = settings.string("log-level", flag: logLevel) ?? "info"
        guard let level = Logger.Level(rawValue: level) else {
            throw CommandError(
                "--log-level cannot be \(level): give one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))",
                exitCode: .validationFailure)
        }
        var logger = Logger(label: "fairway") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }
}

extension SocketAddress {
    /// Reads the value of a flag that says where to listen.
    init(flag: String, value: String) throws {
        do {
            try self.init(parsing: value)
        } catch {
            throw CommandError("--\(flag) cannot be \(value): \(error)", exitCode: .validationFailure)
        }
    }
}
