package import NIOCore

/// The head of an API server's answer, and its body as it arrives.
package struct APIResponse: Sendable {
    /// The bytes of an answer in the pieces in which they come.
    package typealias Body = any AsyncSequence<ByteBuffer, any Error> & Sendable

    /// The HTTP status code.
    package var status: Int
    /// In the order received; names as the server wrote them.
    package var headers: [(name: String, value: String)]
    package var body: Body

    package init(status: Int, headers: [(name: String, value: String)] = [], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// All values of a header, whatever its case.
    package func headers(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The whole body.
    ///
    /// - Throws: `TransportError` when it is longer than `limit` bytes or breaks off.
    func collect(limit: Int) async throws -> ByteBuffer {
        var whole = ByteBuffer()
        for try await var chunk in body {
            guard whole.readableBytes + chunk.readableBytes <= limit else {
                throw TransportError("the answer is longer than \(limit) bytes", isBeforeSending: false)
            }
            whole.writeBuffer(&chunk)
        }
        return whole
    }
}
