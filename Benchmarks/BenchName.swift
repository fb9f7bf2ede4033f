import Glibc

/// How all is named that a run of the bench makes outside of itself, so that a later run knows whose it was.
enum BenchName {
    /// The name of the program, by which one that runs is recognised.
    static let program = "fairway-bench"

    /// What names of this run begin with.
    static var own: String { "\(program)-\(getpid())" }

    /// The process that has made what has this name; `nil` where no bench has.
    static func owner(of name: String) -> Int32? {
        guard name.hasPrefix("\(program)-") else { return nil }
        let number = name.dropFirst(program.count + 1).prefix { $0 != "-" }
        return Int32(number).flatMap { $0 > 0 && name.count > program.count + 1 + number.count ? $0 : nil }
    }
}
