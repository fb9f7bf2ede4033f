/// Which objects of a kind are meant.
package struct Selection: Hashable, Sendable {
    /// As in `kubectl -l`, e.g. `app=web,!canary`.
    package var labels: String?
    /// As in `kubectl --field-selector`, e.g. `metadata.name=web`.
    package var fields: String?

    package init(labels: String? = nil, fields: String? = nil) {
        self.labels = labels
        self.fields = fields
    }

    /// Every object.
    package static let all = Selection()

    var query: [(name: String, value: String)] {
        [("labelSelector", labels), ("fieldSelector", fields)].compactMap { name, value in
            value.map { (name, $0) }
        }
    }
}
