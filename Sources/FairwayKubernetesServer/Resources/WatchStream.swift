import FairwayJSON
import FairwayKubernetesModel
import Foundation

/// The events of one watch, as its client sees them: only of the objects it selects, an object that comes into the
/// selection as ADDED and one that leaves it as DELETED.
struct WatchStream: Sendable {
    let store: ObjectStore
    let storage: String
    let options: ListOptions
    let representation: Representation

    /// Where `options` let the watch start.
    private var start: WatchStart {
        let version = options.resourceVersion ?? 0
        switch options.sendsInitialEvents {
        case true?: return .state(notOlderThan: version)
        case false? where version == 0: return .now
        case nil where version == 0: return .state(notOlderThan: 0)
        default: return .after(version)
        }
    }

    /// A watch that cannot begin: its client learns of it in the stream, as from Kubernetes' own watch cache.
    struct Refused: Error {
        var line: Data
    }

    /// Begins the watch; `endWatch` must follow.
    func begin() -> Result<WatchSubscription, Refused> {
        let version = options.resourceVersion ?? 0
        do throws(WatchRefusal) {
            return .success(try store.watch(storage, from: start))
        } catch {
            switch error {
            case .tooOld(let oldest):
                return refused(.expired("too old resource version: \(version) (\(oldest))"))
            case .tooLarge(let current):
                return refused(.versionTooLarge(UInt64(version), current: UInt64(current)))
            }
        }
    }

    private func refused(_ status: APIStatus) -> Result<WatchSubscription, Refused> {
        .failure(Refused(line: representation.error(status)))
    }

    /// How long the watch may go on; Kubernetes, too, ends those that ask for nothing after half an hour or more.
    var duration: Duration {
        options.timeout.map { .seconds(min($0, 86_400)) } ?? .seconds(Int.random(in: 1_800...3_600))
    }
}

/// Turns what a watcher is told into the lines its client gets.
struct WatchEvents {
    private let options: ListOptions
    private let representation: Representation
    private var isFirst = true
    /// Changes up to here are not the client's: it has seen them, or asked for what comes after.
    private var seen: Int64 = 0

    init(stream: WatchStream) {
        options = stream.options
        representation = stream.representation
        if !sendsInitialEvents { seen = options.resourceVersion ?? 0 }
    }

    private var sendsInitialEvents: Bool { options.sendsInitialEvents ?? false }

    /// The line for an object that was there when the watch began, if the client is to know of it.
    ///
    /// Lines are made one by one, each when the one before has been taken: there may be thousands, for each of thousands
    /// of clients.
    mutating func line(forInitial object: StoredObject) -> Data? {
        options.selection.contains(object, in: representation.kind) ? event(.added, object) : nil
    }

    /// The line behind the objects that were there, for clients that want one.
    func endOfInitial(_ subscription: WatchSubscription) -> Data? {
        guard sendsInitialEvents, options.allowsBookmarks else { return nil }
        return representation.bookmark(subscription.revision, endsInitialEvents: true)
    }

    /// Notes that the client has been told all that the watch begins with.
    mutating func begun(_ subscription: WatchSubscription) { seen = max(seen, subscription.revision) }

    /// The line for a signal, if the client is to know of it.
    mutating func line(for signal: WatchSignal) -> Data? {
        switch signal {
        case .bookmark(let resourceVersion):
            guard options.allowsBookmarks, resourceVersion >= seen else { return nil }
            return representation.bookmark(resourceVersion, endsInitialEvents: false)
        case .change(let change):
            guard change.resourceVersion > seen else { return nil }
            return line(for: change)
        }
    }

    private mutating func line(for change: Change) -> Data? {
        let kind = representation.kind
        let was = change.before.map { options.selection.contains($0, in: kind) } ?? false
        let isNow = !change.isDeletion && options.selection.contains(change.after, in: kind)
        switch (was, isNow) {
        case (false, true): return event(.added, change.after)
        case (true, true): return event(.modified, change.after)
        case (true, false): return event(.deleted, change.isDeletion ? change.after : last(of: change))
        case (false, false): return nil
        }
    }

    /// An object that has left the selection: as it was when it was selected, at the version that changed it.
    private func last(of change: Change) -> StoredObject {
        StoredObject(
            key: change.after.key, value: change.before?.value ?? change.after.value,
            resourceVersion: change.resourceVersion, writtenAt: change.after.writtenAt)
    }

    private mutating func event(_ type: WatchEventType, _ object: StoredObject) -> Data {
        defer { isFirst = false }
        return representation.event(type, object, isFirst: isFirst)
    }
}
