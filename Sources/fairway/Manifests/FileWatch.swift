// Dispatch's sources may be used from any thread; its declarations do not say so.
@preconcurrency import Dispatch
import Foundation
import Glibc
import SystemPackage

/// Tells when files change: the named files, and what is in the named folders (inotify(7)).
///
/// A file is watched through its folder, because editors replace files instead of writing into them.
struct FileWatch {
    private let descriptor: FileDescriptor

    /// - Throws: `Errno` where a folder cannot be watched.
    init(paths: [String]) throws(Errno) {
        let raw = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        guard raw >= 0 else { throw Errno(rawValue: errno) }
        descriptor = FileDescriptor(rawValue: raw)
        let events = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF | IN_CREATE)
        for folder in Set(paths.map(Self.folder(of:))) where inotify_add_watch(raw, folder, events) < 0 {
            let reason = Errno(rawValue: errno)
            try? descriptor.close()
            throw reason
        }
    }

    /// An element for each burst of changes; ends never by itself. To be asked for once.
    func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor.rawValue)
        source.setEventHandler { [descriptor] in
            var buffer = [UInt8](repeating: 0, count: 64 * 1024)
            while read(descriptor.rawValue, &buffer, buffer.count) > 0 {}
            continuation.yield()
        }
        source.setCancelHandler { [descriptor] in close(descriptor.rawValue) }
        continuation.onTermination = { _ in source.cancel() }
        source.activate()
        return stream
    }

    private static func folder(of path: String) -> String {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue { return path }
        return URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
}
