import Foundation

/// `fairway` as it was built with this program.
var builtFairway: String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("fairway").path
}
