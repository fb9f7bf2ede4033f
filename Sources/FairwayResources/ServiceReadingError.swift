/// Why a Service, or what belongs to it, cannot be read.
package struct ServiceReadingError: Error, Hashable, Sendable {
    /// CamelCase, for programs: the reason of a condition.
    package var reason: String
    /// A sentence for people: what was read, why it is refused, what was expected.
    package var message: String

    package init(reason: String, message: String) {
        self.reason = reason
        self.message = message
    }

    static let invalidAnnotation = "InvalidAnnotation"

    static func invalid(_ source: String, _ problem: String) -> Self {
        Self(reason: invalidAnnotation, message: "\(source): \(problem).")
    }
}

extension ServiceReadingError: CustomStringConvertible {
    package var description: String { message }
}

extension String {
    /// The text in quotes as it may stand in a message: whoever wrote it may have written a megabyte of control
    /// characters.
    var quotedForMessage: String {
        let limit = 64
        let shown = unicodeScalars.prefix(limit).map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: shown)
        let ellipsis = unicodeScalars.dropFirst(limit).isEmpty ? "" : "…"
        return "“\(String(view))\(ellipsis)”"
    }
}
