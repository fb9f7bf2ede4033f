import ArgumentParser
import Foundation

struct Env: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the line that points kubectl to the local `up`: eval \"$(fairway env)\".")

    @Option(help: ArgumentHelp("The state folder of `up`.", valueName: "path"))
    var stateDir: String?

    @Option(help: ArgumentHelp("A YAML file with a key for each flag.", valueName: "path"))
    var config: String?

    func run() async throws {
        let settings = try await Settings(file: config)
        let directory = settings.string("state-dir", flag: stateDir) ?? StateDirectory.standard
        let kubeconfig = URL(fileURLWithPath: directory).appendingPathComponent("kubeconfig").path
        guard FileManager.default.fileExists(atPath: kubeconfig) else {
            throw CommandError(
                "there is no \(kubeconfig): start `fairway up` first, or name its folder with --state-dir",
                exitCode: .unavailable)
        }
        print("export KUBECONFIG=\(kubeconfig.shellQuoted)")
    }
}

extension String {
    /// As one word of a POSIX shell.
    var shellQuoted: String {
        let plain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+:@%".contains($0)) }
        return plain && !isEmpty ? self : "'" + replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
