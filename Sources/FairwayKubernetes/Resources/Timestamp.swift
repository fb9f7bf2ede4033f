package import Foundation

extension Date {
    /// Reads a `meta/v1` Time; `nil` where it is none.
    package init?(kubernetesTime text: String) {
        guard let date = try? Date(text, strategy: .iso8601) else { return nil }
        self = date
    }

    /// This time as `meta/v1` Time: RFC 3339 in UTC, whole seconds.
    package var kubernetesTime: String {
        formatted(Date.ISO8601FormatStyle())
    }

    /// This time as `meta/v1` MicroTime: RFC 3339 in UTC with exactly six fractional digits.
    package var kubernetesMicroTime: String {
        let microseconds = Int64((timeIntervalSince1970 * 1_000_000).rounded(.down))
        let (seconds, fraction) = (microseconds / 1_000_000, microseconds % 1_000_000)
        let digits = String(fraction)
        let whole = Date(timeIntervalSince1970: TimeInterval(seconds)).kubernetesTime.dropLast()
        return "\(whole).\(String(repeating: "0", count: 6 - digits.count))\(digits)Z"
    }
}
