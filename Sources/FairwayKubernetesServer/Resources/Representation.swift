import FairwayJSON
import FairwayKubernetesModel
import Foundation

/// How objects are written into answers: as they are, or as the rows of a table.
struct Representation: Sendable {
    enum Form: Sendable {
        case object
        case table(includeObject: IncludedObject)
    }

    /// What a table's rows carry beside their cells.
    enum IncludedObject: String, Sendable {
        case none = "None"
        case metadata = "Metadata"
        case object = "Object"
    }

    let kind: KindDescriptor
    let form: Form
    /// In seconds since 1970, for ages.
    let now: Int64

    /// The first form among those the client takes; refused with 406 when there is none.
    init(_ request: APIRequest, kind: KindDescriptor) throws(APIStatus) {
        self.kind = kind
        self.now = Int64(Date().timeIntervalSince1970)
        let form = MediaRange.parse(request.accept).lazy.filter(\.isJSON).compactMap { range -> Form? in
            guard let turned = range.kind else { return .object }
            guard turned == "Table", range.group == "meta.k8s.io", range.version == "v1" else { return nil }
            return .table(includeObject: IncludedObject(rawValue: request.query["includeObject"] ?? "") ?? .metadata)
        }.first
        guard let form else {
            throw APIStatus(
                code: 406, reason: "NotAcceptable",
                message: "only the following media types are accepted: application/json, "
                    + "application/json;as=Table;v=v1;g=meta.k8s.io")
        }
        self.form = form
    }
}

// MARK: - Single objects and lists

extension Representation {
    func text(_ object: StoredObject) -> Data {
        switch form {
        case .object: kind.text(object)
        case .table(let included):
            table([object], included, metadata: ["resourceVersion": .string(String(object.resourceVersion))]).text
        }
    }

    /// A list of objects; `metadata` holds its resourceVersion.
    func list(_ objects: some Sequence<StoredObject>, metadata: JSONValue) -> Data {
        if case .table(let included) = form {
            return table(objects, included, metadata: metadata).text
        }
        var text = Data("{\"apiVersion\":\"\(kind.apiVersion)\",\"items\":[".utf8)
        for (index, object) in objects.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(kind.text(object))
        }
        text.append(Data("],\"kind\":\"\(kind.kind)List\",\"metadata\":".utf8))
        text.append(metadata.text)
        text.append(UInt8(ascii: "}"))
        return text
    }

    private func table(
        _ objects: some Sequence<StoredObject>, _ included: IncludedObject, metadata: JSONValue, hasColumns: Bool = true
    ) -> JSONValue {
        var table: JSONValue = [
            "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": metadata,
            "rows": .array(objects.map { row(kind.view($0), included) }),
        ]
        table["columnDefinitions"] = hasColumns ? .array(kind.columns.map(\.definition)) : .null
        return table
    }

    private func row(_ object: JSONValue, _ included: IncludedObject) -> JSONValue {
        let shown: JSONValue =
            switch included {
            case .none: .null
            case .metadata:
                [
                    "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
                    "metadata": object["metadata"] ?? [:],
                ]
            case .object: object
            }
        return ["cells": .array(kind.columns.map { $0.cell(object, now) }), "object": shown]
    }
}

// MARK: - Watch events

extension Representation {
    /// A line of a watch. Only the first table of a watch says what its columns are.
    func event(_ type: WatchEventType, _ object: StoredObject, isFirst: Bool) -> Data {
        switch form {
        case .object: return line(type, kind.text(object))
        case .table(let included):
            let metadata: JSONValue = ["resourceVersion": .string(String(object.resourceVersion))]
            let representation = Representation(kind: kind, form: form, now: Int64(Date().timeIntervalSince1970))
            return line(type, representation.table([object], included, metadata: metadata, hasColumns: isFirst).text)
        }
    }

    func bookmark(_ resourceVersion: Int64, endsInitialEvents: Bool) -> Data {
        var metadata: JSONValue = ["resourceVersion": .string(String(resourceVersion))]
        if endsInitialEvents { metadata["annotations"] = ["k8s.io/initial-events-end": "true"] }
        if case .table(let included) = form {
            return line(.bookmark, table([], included, metadata: metadata, hasColumns: false).text)
        }
        let object: JSONValue = [
            "kind": .string(kind.kind), "apiVersion": .string(kind.apiVersion), "metadata": metadata,
        ]
        return line(.bookmark, object.text)
    }

    func error(_ status: APIStatus) -> Data { line(.error, status.json.text) }

    private init(kind: KindDescriptor, form: Form, now: Int64) {
        self.kind = kind
        self.form = form
        self.now = now
    }

    private func line(_ type: WatchEventType, _ object: Data) -> Data {
        var line = Data("{\"type\":\"\(type.rawValue)\",\"object\":".utf8)
        line.append(object)
        line.append(Data("}\n".utf8))
        return line
    }
}

enum WatchEventType: String, Sendable {
    case added = "ADDED"
    case modified = "MODIFIED"
    case deleted = "DELETED"
    case bookmark = "BOOKMARK"
    case error = "ERROR"
}

extension TableColumn {
    fileprivate var definition: JSONValue {
        [
            "name": .string(name), "type": .string(type), "format": .string(format),
            "description": .string(description), "priority": .integer(Int64(priority)),
        ]
    }
}
