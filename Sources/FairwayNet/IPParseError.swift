/// Why a text or a pair of values is no address, prefix or range.
package struct IPParseError: Error, Hashable, Sendable {
    /// A sentence without a full stop, for people: what was read, why it is refused, what was expected.
    package var message: String

    package init(_ message: String) {
        self.message = message
    }

    init(_ text: String, isNot kind: String, expected: String) {
        self.init("\(Self.quoted(text)) is not \(kind): expected \(expected)")
    }

    /// The text as it may stand in a message: whoever wrote it may have written a megabyte of control characters.
    package static func quoted(_ text: String) -> String {
        let limit = 64
        let shown = text.unicodeScalars.prefix(limit).map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: shown)
        let ellipsis = text.unicodeScalars.dropFirst(limit).isEmpty ? "" : "…"
        return "“\(String(view))\(ellipsis)”"
    }
}

extension IPParseError: CustomStringConvertible {
    package var description: String { message }
}
