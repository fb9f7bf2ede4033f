import Foundation
import NIOCore
import Synchronization

extension Reflector {
    /// The longest event: etcd takes objects of 1.5 MiB, and JSON may be several times as long.
    private static var longestEvent: Int { 16 << 20 }

    /// Follows one watch to its end.
    ///
    /// - Throws: `KubernetesError` where it did not end as a watch should.
    func watch(_ query: WatchQuery) async throws {
        let silence = Silence(timeoutSeconds: query.timeoutSeconds, timeline: timeline)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await silence.wait()
                throw KubernetesError(
                    attempt: self.attempt, message: "the server has been silent for too long; the connection is dead")
            }
            group.addTask {
                try await self.read(query, silence)
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private var attempt: String { "watch \(Object.type.plural)" }

    private func read(_ query: WatchQuery, _ silence: Silence) async throws {
        let response = try await client.open(
            APIRequest(
                .get, Object.type.path(namespace: namespace), query: selection.query + query.items, isWatch: true))
        guard response.status == 200 else {
            let body = try await response.collect(limit: Self.longestEvent)
            throw KubernetesClient.error(response, body, attempt)
        }
        silence.heard()
        let decoder = JSONDecoder()
        var lines = LineBuffer(limit: Self.longestEvent)
        for try await chunk in response.body {
            silence.heard()
            lines.append(chunk)
            while let line = try nextLine(&lines) {
                try handle(try decode(line, decoder))
            }
        }
        // A stream that is cancelled may look like one that ended.
        try Task.checkCancellation()
    }

    private func nextLine(_ lines: inout LineBuffer) throws -> ByteBuffer? {
        do {
            return try lines.next()
        } catch {
            throw KubernetesError(attempt: attempt, message: "an event is longer than \(error.limit) bytes")
        }
    }

    private func decode(_ line: ByteBuffer, _ decoder: JSONDecoder) throws -> WatchEvent<Object> {
        do {
            return try decoder.decode(WatchEvent<Object>.self, from: Data(line.readableBytesView))
        } catch {
            throw KubernetesError(
                attempt: attempt, message: "an event cannot be read: \(KubernetesClient.sentence(error))")
        }
    }

    private func handle(_ event: WatchEvent<Object>) throws {
        let version: String?
        switch event {
        case .put(let item):
            if let object = readable(item) {
                store.put(object)
            } else {
                store.remove(item.key)
            }
            version = item.resourceVersion
        case .deleted(let item):
            store.remove(item.key)
            version = item.resourceVersion
        case .bookmark(let resourceVersion):
            version = resourceVersion
        case .error(let status):
            throw KubernetesClient.error(status, attempt)
        }
        machine.withLock { $0.event(resourceVersion: version) }
    }
}
