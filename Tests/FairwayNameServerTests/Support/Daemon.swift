import FairwayDNSTestSupport
import Foundation
import Subprocess
import SystemPackage

/// Runs a program while `body` runs, in a folder of its own. What it has written stands in the error of a body that fails.
///
/// `configuration` is given the folder, and `arguments` the file that then has the configuration.
func withDaemon(
    _ program: String, _ configuration: (String) -> String, _ arguments: (String) -> [String],
    _ body: () async throws -> Void
) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fairway-dns-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = folder + "/configuration"
    try configuration(folder).write(toFile: file, atomically: true, encoding: .utf8)
    let logs = try ["out", "err"].map {
        try FileDescriptor.open(
            "\(folder)/\($0)", .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
    }
    let result = try await Subprocess.run(
        .path(FilePath(program)), arguments: Arguments(arguments(file)), input: .none,
        output: .fileDescriptor(logs[0], closeAfterSpawningProcess: true),
        error: .fileDescriptor(logs[1], closeAfterSpawningProcess: true)
    ) { execution -> Result<Void, any Error> in
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body())
        } catch {
            let texts = ["out", "err"].map { (try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)) ?? "" }
            outcome = .failure(ProgramFailure(description: "\(error)\n\(texts.joined().suffix(3_000))"))
        }
        await execution.teardown(using: [.send(signal: .terminate, allowedDurationToNextStep: .seconds(10))])
        return outcome
    }
    try result.closureResult.get()
}
