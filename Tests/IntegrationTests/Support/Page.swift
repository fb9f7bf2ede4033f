import Foundation
import Testing

/// What a page of docs/ shows: its blocks, which are indented by four spaces.
struct Page {
    private let blocks: [[String]]

    init(_ name: String) throws {
        let text = try String(contentsOfFile: "\(Fairway.repository)/docs/\(name).md", encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        blocks = lines.split { !$0.hasPrefix("    ") }.map { $0.map { String($0.dropFirst(4)) } }
    }

    /// The block whose first line this is.
    func block(_ first: String) throws -> String {
        try #require(blocks.first { $0.first == first }).joined(separator: "\n") + "\n"
    }

    /// What a reader is to type, word by word.
    var commands: [[String]] {
        blocks.joined().filter { $0.hasPrefix("$ ") }.map {
            $0.dropFirst(2).split(separator: " ").map(String.init)
        }
    }
}
