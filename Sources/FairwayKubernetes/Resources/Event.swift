/// A report of something that happened to an object (`events.k8s.io/v1`).
package struct Event: Resource, Hashable {
    package static let type = ResourceType(
        group: "events.k8s.io", version: "v1", kind: "Event", plural: "events", namespaced: true)

    /// Repeats of an event that were counted instead of repeated.
    package struct Series: Codable, Hashable, Sendable {
        /// At least 2.
        package var count: Int
        /// RFC 3339 with six fractional digits.
        package var lastObservedTime: String

        package init(count: Int, lastObservedTime: String) {
            self.count = count
            self.lastObservedTime = lastObservedTime
        }
    }

    package var metadata: ObjectMeta
    /// RFC 3339 with six fractional digits; absent on events written through `core/v1`.
    package var eventTime: String?
    package var series: Series?
    package var reportingController: String?
    package var reportingInstance: String?
    package var action: String?
    package var reason: String?
    package var regarding: ObjectReference?
    package var note: String?
    /// `Normal` or `Warning`.
    package var type: String?

    package init(
        metadata: ObjectMeta, eventTime: String?, series: Series? = nil, reportingController: String?,
        reportingInstance: String?, action: String?, reason: String?, regarding: ObjectReference?, note: String?,
        type: String?
    ) {
        self.metadata = metadata
        self.eventTime = eventTime
        self.series = series
        self.reportingController = reportingController
        self.reportingInstance = reportingInstance
        self.action = action
        self.reason = reason
        self.regarding = regarding
        self.note = note
        self.type = type
    }
}
