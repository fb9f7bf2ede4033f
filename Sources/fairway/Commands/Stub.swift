import ArgumentParser
struct Up: ParsableCommand {}
struct API: ParsableCommand {}
struct Get: ParsableCommand {}
extension Logger { var quiet: Logger { self } }
import Logging
