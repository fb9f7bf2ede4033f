import FairwayJSON

extension ObjectSchema {
    /// An Event of the core group: how all Events are stored.
    static let event = kind(
        "io.k8s.api.core.v1.Event", "Something that happened to an object.",
        fields: [
            FieldSchema("action", .string(), "What was done, in a CamelCase word."),
            FieldSchema("count", .integer(), "How often it happened."),
            FieldSchema("eventTime", .time(micro: true), "When it first happened."),
            FieldSchema("firstTimestamp", .time(), "When it first happened."),
            FieldSchema(
                "involvedObject", .object(.objectReference), required: true, default: [:], "What it happened to."),
            FieldSchema("lastTimestamp", .time(), "When it last happened."),
            FieldSchema("message", .string(), "What happened, in a sentence."),
            FieldSchema("reason", .string(), "Why, in a CamelCase word."),
            FieldSchema("related", .object(.objectReference), "Another object that had part in it."),
            FieldSchema(
                "reportingComponent", .string(), default: "", "Who reports it, such as fairway.dev/controller."),
            FieldSchema("reportingInstance", .string(), default: "", "Which of several that report."),
            FieldSchema("series", .object(.coreEventSeries), "How often it happened again."),
            FieldSchema("source", .object(.eventSource), default: [:], "Who reports it, said the older way."),
            FieldSchema("type", .string(), "Normal or Warning."),
        ])

    /// An Event of `events.k8s.io`.
    static let groupedEvent = kind(
        "io.k8s.api.events.v1.Event", "Something that happened to an object.",
        fields: [
            FieldSchema("action", .string(), "What was done, in a CamelCase word."),
            FieldSchema("deprecatedCount", .integer(), "How often it happened, said the older way."),
            FieldSchema("deprecatedFirstTimestamp", .time(), "When it first happened, said the older way."),
            FieldSchema("deprecatedLastTimestamp", .time(), "When it last happened, said the older way."),
            FieldSchema("deprecatedSource", .object(.eventSource), default: [:], "Who reports it, said the older way."),
            FieldSchema("eventTime", .time(micro: true), "When it first happened. Needed."),
            FieldSchema("note", .string(), "What happened, in a sentence of at most 1 kB."),
            FieldSchema("reason", .string(), "Why, in a CamelCase word."),
            FieldSchema("regarding", .object(.objectReference), default: [:], "What it happened to."),
            FieldSchema("related", .object(.objectReference), "Another object that had part in it."),
            FieldSchema("reportingController", .string(), "Who reports it, such as fairway.dev/controller."),
            FieldSchema("reportingInstance", .string(), "Which of several that report."),
            FieldSchema("series", .object(.groupedEventSeries), "How often it happened again."),
            FieldSchema("type", .string(), "Normal or Warning."),
        ])

    private static let eventSource = ObjectSchema(
        "io.k8s.api.core.v1.EventSource", "Who reports an Event, said the older way.",
        fields: [
            FieldSchema("component", .string(), "The program."),
            FieldSchema("host", .string(), "The node it runs on."),
        ])

    private static let coreEventSeries = eventSeries("io.k8s.api.core.v1.EventSeries")
    private static let groupedEventSeries = eventSeries("io.k8s.api.events.v1.EventSeries")

    private static func eventSeries(_ name: String) -> ObjectSchema {
        ObjectSchema(
            name, "How often an Event happened again.",
            fields: [
                FieldSchema("count", .integer(), "How often it happened, the first time included."),
                FieldSchema("lastObservedTime", .time(micro: true), "When it last happened."),
            ])
    }
}
