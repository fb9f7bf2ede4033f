import ArgumentParser
import Foundation

/// Where a bench leaves what it has found, besides printing it.
struct ResultFolder: ParsableArguments {
    @Option(help: "A folder for the results as JSON, and as a picture where there is one; made where there is none.")
    var results: String?

    /// Writes a file, and says where; does nothing where no results are to be kept.
    func write(_ text: String, to name: String) throws {
        guard let results else { return }
        let file = URL(fileURLWithPath: results).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        say("wrote \(results)/\(name)")
    }

    func write(json value: some Encodable, to name: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try write(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n", to: name)
    }
}
