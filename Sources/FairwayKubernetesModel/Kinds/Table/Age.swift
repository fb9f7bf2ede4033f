import FairwayJSON

/// Ages as kubectl shows them.
enum Age {
    /// The age of a time of RFC 3339; `<unknown>` where there is none.
    static func text(since time: JSONValue?, now: Int64) -> String {
        guard let text = time?.string, let then = RFC3339.seconds(text) else { return "<unknown>" }
        return duration(now - then)
    }

    /// A length of time in one or two units, fewer the longer it is (`duration.HumanDuration` of apimachinery).
    static func duration(_ seconds: Int64) -> String {
        let minutes = seconds / 60
        let hours = minutes / 60
        let days = hours / 24
        let years = days / 365
        switch seconds {
        case ..<(-1): return "<invalid>"
        case ..<0: return "0s"
        case ..<120: return "\(seconds)s"
        case ..<600: return two(minutes, "m", seconds % 60, "s")
        case ..<(3 * 3600): return "\(minutes)m"
        case ..<(8 * 3600): return two(hours, "h", minutes % 60, "m")
        case ..<(48 * 3600): return "\(hours)h"
        case ..<(8 * 86400): return two(days, "d", hours % 24, "h")
        case ..<(2 * 365 * 86400): return "\(days)d"
        case ..<(8 * 365 * 86400): return two(years, "y", days % 365, "d")
        default: return "\(years)y"
        }
    }

    private static func two(_ large: Int64, _ largeUnit: String, _ small: Int64, _ smallUnit: String) -> String {
        small == 0 ? "\(large)\(largeUnit)" : "\(large)\(largeUnit)\(small)\(smallUnit)"
    }
}
