import Foundation

/// A number that long runs are given by a variable of the environment.
func setting(_ name: String, default standard: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? standard
}
