import ArgumentParser
import FairwayResources

/// How long those who are being served may take when the program is told to end.
struct DrainOptions: ParsableArguments {
    /// Less than the 30 s that Kubernetes gives a Pod (terminationGracePeriodSeconds) before it kills it.
    private static let standardTimeout = "25s"
    /// A day.
    private static let longestTimeout: UInt32 = 24 * 3_600

    @Option(
        help: ArgumentHelp(
            """
            How long connections may take to come to their end after SIGTERM, before they are cut: seconds, or 90s, 2m, \
            1h; 0 cuts them at once (default: \(standardTimeout)).
            """, valueName: "time"))
    var drainTimeout: String?

    func timeout(_ settings: Settings) throws -> Duration {
        let text = settings.string("drain-timeout", flag: drainTimeout) ?? Self.standardTimeout
        guard let count = seconds(reading: text, in: 0...Self.longestTimeout) else {
            throw CommandError(
                "--drain-timeout cannot be \(text): give seconds, or a time such as 90s, 2m or 1h, from 0 to 24h",
                exitCode: .validationFailure)
        }
        return .seconds(count)
    }
}
