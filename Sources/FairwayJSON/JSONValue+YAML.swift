import Yams

/// Why a text is not YAML, or not YAML that stands for JSON.
package struct YAMLSyntaxError: Error, CustomStringConvertible {
    /// The line of the text, counted from 1; `nil` where it is not known.
    package var line: Int?
    package var description: String

    package init(_ description: String, line: Int? = nil) {
        self.description = description
        self.line = line
    }
}

/// A document of a YAML text.
package struct YAMLDocument: Sendable {
    /// The line on which the document's content begins, counted from 1.
    package var line: Int
    package var value: JSONValue
}

extension JSONValue {
    /// Reads the documents of a YAML text (1.1, as Kubernetes' tools do); empty ones are left out.
    ///
    /// A text whose aliases would make it grow over `limit` values, or that is nested deeper than `maximumDepth`, is
    /// refused.
    package static func documents(yaml: String, limit: Int = 1_000_000) throws(YAMLSyntaxError) -> [YAMLDocument] {
        var remaining = limit
        var documents: [YAMLDocument] = []
        do {
            let parser = try Yams.Parser(yaml: yaml)
            while let node = try parser.nextRoot() {
                let value = try JSONValue(node, depth: 0, remaining: &remaining)
                if value.isNull { continue }
                documents.append(YAMLDocument(line: node.mark?.line ?? 1, value: value))
            }
        } catch let error as YAMLSyntaxError {
            throw error
        } catch let error as YamlError {
            throw YAMLSyntaxError(error)
        } catch {
            throw YAMLSyntaxError("\(error)")
        }
        return documents
    }

    private init(_ node: Node, depth: Int, remaining: inout Int) throws(YAMLSyntaxError) {
        remaining -= 1
        guard remaining > 0 else {
            throw YAMLSyntaxError("the document is too large with its aliases resolved", line: node.mark?.line)
        }
        guard depth <= Self.maximumDepth else {
            throw YAMLSyntaxError("the document is nested too deeply", line: node.mark?.line)
        }
        switch node {
        case .scalar(let scalar):
            self = JSONValue(scalar)
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            for element in sequence {
                elements.append(try JSONValue(element, depth: depth + 1, remaining: &remaining))
            }
            self = .array(elements)
        case .mapping(let mapping):
            self = .object(try Self.members(of: mapping, depth: depth + 1, remaining: &remaining))
        case .alias:
            throw YAMLSyntaxError("an alias without its anchor", line: node.mark?.line)
        }
    }

    private static func members(
        of mapping: Node.Mapping, depth: Int, remaining: inout Int
    ) throws(YAMLSyntaxError) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        var merged: [String: JSONValue] = [:]
        for (key, value) in mapping {
            guard case .scalar(let name) = key else {
                throw YAMLSyntaxError("a key is no plain text", line: key.mark?.line)
            }
            let value = try JSONValue(value, depth: depth, remaining: &remaining)
            if key.tag == Tag(.merge) {
                for part in value.array ?? [value] { merged.merge(part.object ?? [:]) { first, _ in first } }
            } else {
                members[name.string] = value
            }
        }
        return members.merging(merged) { own, _ in own }
    }

    private init(_ scalar: Node.Scalar) {
        switch Node.scalar(scalar).tag.rawValue {
        case Tag.Name.null.rawValue: self = .null
        case Tag.Name.bool.rawValue: self = Bool.construct(from: scalar).map(JSONValue.bool) ?? .string(scalar.string)
        case Tag.Name.int.rawValue:
            self = Int64.construct(from: scalar).map(JSONValue.integer) ?? .string(scalar.string)
        case Tag.Name.float.rawValue:
            self = Double.construct(from: scalar).map(JSONValue.number) ?? .string(scalar.string)
        default: self = .string(scalar.string)
        }
    }
}

extension YAMLSyntaxError {
    fileprivate init(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(problem, line: mark.line)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
            self.init("the key \(names) is there more than once", line: context.mark.line)
        default:
            self.init("\(error)")
        }
    }
}
