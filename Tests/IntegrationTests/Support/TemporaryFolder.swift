import Foundation

/// A folder that is gone when the test is over.
final class TemporaryFolder: Sendable {
    let root: String

    init() throws {
        root = NSTemporaryDirectory() + "fairway-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit {
        // What cannot be removed is left to the system: there is nobody to tell.
        try? FileManager.default.removeItem(atPath: root)
    }

    func path(_ name: String) -> String { "\(root)/\(name)" }

    /// Writes a file and gives its path.
    func file(_ name: String, _ text: String) throws -> String {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
        return path(name)
    }

    /// Gives the folder to the user `nobody`, with a copy of a program in it, since what was built may be where only
    /// its builder may go. Needs root.
    func giveToNobody(with program: String) throws {
        let copy = path(URL(fileURLWithPath: program).lastPathComponent)
        try FileManager.default.copyItem(atPath: program, toPath: copy)
        for file in [root, copy] {
            try FileManager.default.setAttributes([.ownerAccountName: "nobody"], ofItemAtPath: file)
        }
    }
}
