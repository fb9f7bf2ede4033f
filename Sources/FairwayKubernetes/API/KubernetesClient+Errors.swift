import Foundation
import NIOCore

extension KubernetesClient {
    /// The error that a failing answer stands for, whether or not its body is a Status.
    static func error(_ response: APIResponse, _ body: ByteBuffer, _ attempt: String) -> KubernetesError {
        var error = error(status(in: body), attempt)
        error.code = response.status
        error.retryAfter =
            retryAfter(response.headers("Retry-After").first.flatMap { Int($0) }) ?? error.retryAfter
        return error
    }

    /// The Status in a body; a proxy in between answers in words of its own, which then are the message.
    private static func status(in body: ByteBuffer) -> APIServerStatus {
        do {
            return try JSONDecoder().decode(APIServerStatus.self, from: Data(body.readableBytesView))
        } catch {
            let text = String(buffer: body).prefix(200).trimmingCharacters(in: .whitespacesAndNewlines)
            return APIServerStatus(message: text.isEmpty ? nil : text)
        }
    }

    /// The error that an ERROR event inside a watch stands for.
    static func error(_ status: APIServerStatus, _ attempt: String) -> KubernetesError {
        KubernetesError(
            attempt: attempt, code: status.code, reason: status.reason,
            message: status.message ?? "the server gave no reason", status: status,
            retryAfter: retryAfter(status.details?.retryAfterSeconds))
    }

    /// At most a minute is honoured, so that a mistake of the server's does not stop this side for long.
    private static func retryAfter(_ seconds: Int?) -> Duration? {
        seconds.map { .seconds(min(max($0, 0), 60)) }
    }

    /// A decoding error as half a sentence with the path to what is wrong.
    static func sentence(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            "\(path(context.codingPath + [key])) is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            context.codingPath.isEmpty
                ? context.debugDescription : "\(path(context.codingPath)): \(context.debugDescription)"
        default:
            "\(error)"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        let path = keys.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        return String(path.drop { $0 == "." })
    }
}
