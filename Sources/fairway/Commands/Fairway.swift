import ArgumentParser
import Foundation

/// The program: one binary, one subcommand for each role.
@main
struct Fairway: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bare TCP and UDP ingress for Kubernetes: one Service, one address, both protocols.",
        discussion: """
            Every flag can also be given by an environment variable (--state-dir: FAIRWAY_STATE_DIR) or by a key in the \
            YAML file that --config names (state-dir: …); a flag counts more than the variable, that more than the file.

            Exit codes: 0 done, 1 failed, 64 bad usage, 69 something that is needed is not there, 77 not permitted.
            """,
        version: Version.current,
        subcommands: [
            Up.self, Controller.self, Node.self, API.self, Echo.self, Env.self, Get.self, PrintVersion.self,
        ])

    /// Errors go to standard error as one sentence, with an exit code that tells their kind.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as CommandError {
            FileHandle.standardError.write(Data("fairway: \(error)\n".utf8))
            Foundation.exit(error.exitCode.rawValue)
        } catch {
            exit(withError: error)
        }
    }
}
