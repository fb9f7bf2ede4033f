import ArgumentParser

struct PrintVersion: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the version of this program.")

    func run() {
        print("fairway \(Version.current)")
    }
}

enum Version {
    static let current = "0.1.0"
}
