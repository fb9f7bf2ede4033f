package import FairwayJSON

/// The refusals there are, each with the API server's code, reason and sentence.
extension APIStatus {
    /// 404: there is no such object.
    package static func notFound(_ kind: KindDescriptor, name: String) -> APIStatus {
        APIStatus(
            code: 404, reason: "NotFound", message: "\(kind.resource) \(quoted(name)) not found",
            details: kind.details(name))
    }

    /// 404: there is no such kind, version or path.
    package static let noSuchResource = APIStatus(
        code: 404, reason: "NotFound", message: "the server could not find the requested resource", details: [:])

    /// 409: an object of this name exists.
    package static func alreadyExists(_ kind: KindDescriptor, name: String) -> APIStatus {
        APIStatus(
            code: 409, reason: "AlreadyExists", message: "\(kind.resource) \(quoted(name)) already exists",
            details: kind.details(name))
    }

    /// 409: somebody else changed the object since it was read.
    package static func conflict(_ kind: KindDescriptor, name: String) -> APIStatus {
        APIStatus(
            code: 409, reason: "Conflict",
            message: "Operation cannot be fulfilled on \(kind.resource) \(quoted(name)): the object has been modified; "
                + "please apply your changes to the latest version and try again",
            details: kind.details(name))
    }

    /// 409: what the client takes for granted about the object, such as its uid, does not hold.
    static func failedPrecondition(_ kind: KindDescriptor, name: String, _ detail: String) -> APIStatus {
        APIStatus(
            code: 409, reason: "Conflict",
            message: "Operation cannot be fulfilled on \(kind.kind) \(quoted(name)): \(detail)",
            details: ["name": .string(name), "kind": .string(kind.kind)])
    }

    /// 422: the object breaks its kind's rules.
    package static func invalid(_ kind: KindDescriptor, name: String, _ errors: [FieldError]) -> APIStatus {
        invalid(group: kind.group, kind: kind.kind, name: name, errors)
    }

    /// 422 for something that is no stored object, such as the options of a request.
    package static func invalid(group: String, kind: String, name: String, _ errors: [FieldError]) -> APIStatus {
        let subject = group.isEmpty ? kind : "\(kind).\(group)"
        var details: JSONValue = [
            "causes": .array(
                errors.map {
                    ["reason": .string($0.reason), "message": .string($0.detail), "field": .string($0.field)]
                })
        ]
        if !name.isEmpty { details["name"] = .string(name) }
        if !group.isEmpty { details["group"] = .string(group) }
        if !kind.isEmpty { details["kind"] = .string(kind) }
        return APIStatus(
            code: 422, reason: "Invalid", message: "\(subject) \(quoted(name)) is invalid: \(sentence(errors))",
            details: details)
    }

    /// 422: a patch that does not fit the object; Kubernetes says no more than this.
    static let patchDoesNotFit = APIStatus(
        code: 422, reason: "Invalid", message: "the server rejected our request due to an error in our request",
        details: [:])

    /// 400: the request makes no sense.
    package static func badRequest(_ message: String) -> APIStatus {
        APIStatus(code: 400, reason: "BadRequest", message: message)
    }

    /// 400: a body that is no JSON. The problem is what is wrong with it, such as `unexpected end of JSON input`.
    package static func unreadable(_ kind: KindDescriptor, problem: String, body: [UInt8]) -> APIStatus {
        unrecognized(kind, problem: "couldn't get version/kind; json parse error: \(problem)", body: body)
    }

    /// 400: a body that does not even tell what it is.
    package static func unrecognized(_ kind: KindDescriptor, problem: String, body: [UInt8]) -> APIStatus {
        badRequest(
            "the object provided is unrecognized (must be of type \(kind.kind)): \(problem) (\(summary(of: body)))")
    }

    /// 405: the path exists, but not for this method.
    package static let methodNotAllowed = APIStatus(
        code: 405, reason: "MethodNotAllowed",
        message: "the server does not allow this method on the requested resource", details: [:])

    /// 410: the resource version or the continue token asked for is no longer kept.
    package static func expired(_ message: String) -> APIStatus {
        APIStatus(code: 410, reason: "Expired", message: message)
    }

    /// 413: the body is over the limit, in bytes.
    package static func tooLarge(limit: Int) -> APIStatus {
        APIStatus(
            code: 413, reason: "RequestEntityTooLarge", message: "Request entity too large: limit is \(limit)",
            details: [:])
    }

    /// 415: a media type that this request cannot have.
    package static let unsupportedMediaType = APIStatus(
        code: 415, reason: "UnsupportedMediaType", message: "415: Unsupported Media Type", details: [:])

    /// 500: something failed inside.
    package static func internalError(_ message: String) -> APIStatus {
        APIStatus(
            code: 500, reason: "InternalError", message: "Internal error occurred: \(message)",
            details: ["causes": [["message": .string(message)]]])
    }

    /// 500 without a reason: Kubernetes answers some mistakes of clients so.
    static func unclassified(_ message: String) -> APIStatus { APIStatus(code: 500, reason: "", message: message) }

    /// 504: a list is asked for at a version that is yet to come.
    package static func versionTooLarge(_ version: UInt64, current: UInt64) -> APIStatus {
        APIStatus(
            code: 504, reason: "Timeout",
            message: "Timeout: Too large resource version: \(version), current: \(current)",
            details: [
                "causes": [["reason": "ResourceVersionTooLarge", "message": "Too large resource version"]],
                "retryAfterSeconds": 1,
            ])
    }
}

// MARK: - The answer's body

extension APIStatus {
    /// The body of the answer: `metav1.Status`.
    package var json: JSONValue {
        var status: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure", "message": .string(message),
            "code": .integer(Int64(code)),
        ]
        if !reason.isEmpty { status["reason"] = .string(reason) }
        status["details"] = details
        if let continuation { status["metadata"] = ["continue": .string(continuation)] }
        return status
    }
}

// MARK: - Words

extension APIStatus {
    static func quoted(_ text: String) -> String { FieldError.quoted(text) }

    private static func sentence(_ errors: [FieldError]) -> String {
        var seen: Set<String> = []
        let messages = errors.map(\.description).filter { seen.insert($0).inserted }
        return messages.count == 1 ? messages[0] : "[\(messages.joined(separator: ", "))]"
    }

    /// The beginning of a body: as text where it looks like JSON, else in hexadecimal.
    private static func summary(of body: [UInt8]) -> String {
        let start = body.prefix(30)
        let ending = body.count > start.count ? " ..." : ""
        guard let first = start.first else { return "<empty>" }
        if first == UInt8(ascii: "{") { return String(decoding: start, as: UTF8.self) + ending }
        let digits = start.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return digits.joined() + ending
    }
}

extension KindDescriptor {
    /// The name of the resource in sentences: `services`, `leases.coordination.k8s.io`.
    var resource: String { group.isEmpty ? plural : "\(plural).\(group)" }

    /// What a Status says about an object of this kind.
    fileprivate func details(_ name: String) -> JSONValue {
        var details: JSONValue = ["name": .string(name), "kind": .string(plural)]
        if !group.isEmpty { details["group"] = .string(group) }
        return details
    }
}
