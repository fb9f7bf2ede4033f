import FairwayCore

extension FlowLimits {
    /// What the annotations of a Service ask for.
    init(annotations: [String: String]) throws(ServiceReadingError) {
        self.init(
            flows: try Self.count(annotations, Annotations.maxConnections),
            newPerSecond: try Self.count(annotations, Annotations.newConnectionsPerSecond))
    }

    /// The same, without those that cannot be read.
    init(readableIn annotations: [String: String]) {
        self.init(
            flows: annotations[Annotations.maxConnections].flatMap(Self.count),
            newPerSecond: annotations[Annotations.newConnectionsPerSecond].flatMap(Self.count))
    }

    private static func count(
        _ annotations: [String: String], _ name: String
    ) throws(ServiceReadingError) -> UInt32? {
        guard let text = annotations[name] else { return nil }
        guard let count = count(text) else {
            throw .invalid(
                "Annotation \(name)",
                "\(text.quotedForMessage) cannot be read: expected a number from 1 to \(UInt32.max)")
        }
        return count
    }

    /// The number that a text is; `nil` for everything else, and for 0: who wants no flow at all removes the endpoints.
    private static func count(_ text: String) -> UInt32? {
        UInt32(digits: text).flatMap { $0 > 0 ? $0 : nil }
    }
}
