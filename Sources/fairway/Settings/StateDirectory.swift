import Foundation

/// Where `up` and `api` keep what they must not forget.
enum StateDirectory {
    /// `$XDG_STATE_HOME/fairway`, else `~/.local/state/fairway` (XDG Base Directory Specification 0.8).
    static var standard: String {
        let environment = ProcessInfo.processInfo.environment
        if let base = environment["XDG_STATE_HOME"], base.hasPrefix("/") {
            return base + "/fairway"
        }
        let home = environment["HOME"] ?? NSHomeDirectory()
        return home + "/.local/state/fairway"
    }
}
