import Foundation

/// Runs `body` with a folder of its own, which is removed afterwards with all that is in it.
func withBenchFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(BenchName.own)-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            FileHandle.standardError.write(Data("could not remove \(folder): \(error)\n".utf8))
        }
    }
    try await body(folder)
}
