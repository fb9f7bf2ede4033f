import FairwayJSON

/// The columns of `kubectl get events`, for Events of the core group.
enum EventColumns {
    static let all: [TableColumn] = [
        TableColumn("Last Seen", "When it last happened.") { event, now in .string(lastSeen(event, now)) },
        TableColumn("Type", "Normal or Warning.") { event, _ in event["type"] ?? "" },
        TableColumn("Reason", "Why, in a CamelCase word.") { event, _ in event["reason"] ?? "" },
        TableColumn("Object", "What it happened to.") { event, _ in .string(target(event)) },
        TableColumn("Subobject", priority: 1, "Which part of the object.") { event, _ in
            event[path: "involvedObject", "fieldPath"] ?? ""
        },
        TableColumn("Source", priority: 1, "Who reports it.") { event, _ in .string(source(event)) },
        TableColumn("Message", "What happened.") { event, _ in .string(event.text("message").trimmed) },
        TableColumn("First Seen", priority: 1, "When it first happened.") { event, now in
            .string(firstSeen(event, now))
        },
        TableColumn("Count", priority: 1, "How often it happened.") { event, _ in .integer(count(event)) },
        .name(priority: 1),
    ]

    private static func firstSeen(_ event: JSONValue, _ now: Int64) -> String {
        Age.text(since: event["firstTimestamp"]?.string == nil ? event["eventTime"] : event["firstTimestamp"], now: now)
    }

    private static func lastSeen(_ event: JSONValue, _ now: Int64) -> String {
        if let series = event["series"]?.object {
            return Age.text(since: series["lastObservedTime"], now: now)
        }
        return event["lastTimestamp"]?.string == nil
            ? firstSeen(event, now) : Age.text(since: event["lastTimestamp"], now: now)
    }

    private static func count(_ event: JSONValue) -> Int64 {
        if let series = event["series"]?.object {
            return series["count"]?.integer ?? 0
        }
        return max(event["count"]?.integer ?? 0, 1)
    }

    private static func target(_ event: JSONValue) -> String {
        let object = event["involvedObject"] ?? [:]
        let kind = object.text("kind").lowercased()
        return object.text("name").isEmpty ? kind : "\(kind)/\(object.text("name"))"
    }

    private static func source(_ event: JSONValue) -> String {
        let source = event["source"] ?? [:]
        let component = source.text("component").isEmpty ? event.text("reportingComponent") : source.text("component")
        let instance = source.text("host").isEmpty ? event.text("reportingInstance") : source.text("host")
        return instance.isEmpty ? component : "\(component), \(instance)"
    }
}
