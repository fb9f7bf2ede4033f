import Foundation

/// This program, which is also its own client and server in other network namespaces.
var ownProgram: String { URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path }

/// `fairway` as it was built with this program.
var builtFairway: String {
    URL(fileURLWithPath: ownProgram).deletingLastPathComponent().appendingPathComponent("fairway").path
}
