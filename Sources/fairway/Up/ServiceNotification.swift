import Foundation
import Glibc

/// Tells the service manager how far we are, where it asked for that with `NOTIFY_SOCKET` (sd_notify(3)).
enum ServiceNotification {
    static func ready() { send("READY=1") }
    static func stopping() { send("STOPPING=1") }
    /// Another process is being made ready; `ready` or `mainProcess` follows.
    static func reloading() { send("RELOADING=1\nMONOTONIC_USEC=\(monotonicMicroseconds)") }
    /// Another process has taken this one's place; it says that it is ready, and this one says nothing more.
    static func mainProcess(_ process: Int32) { send("MAINPID=\(process)") }

    /// Of CLOCK_MONOTONIC, as the manager wants it.
    private static var monotonicMicroseconds: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
    }

    /// Best effort, as its protocol has it: a manager that does not listen is none of our business.
    private static func send(_ state: String) {
        guard let path = ProcessInfo.processInfo.environment["NOTIFY_SOCKET"], let address = sockaddr_un(path: path)
        else {
            return
        }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var copy = address
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.utf8.count)
        withUnsafePointer(to: &copy) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(descriptor, state, state.utf8.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
    }
}

extension sockaddr_un {
    /// The address of a socket by its path; one that begins with `@` is in the abstract namespace (unix(7)).
    fileprivate init?(path: String) {
        self.init()
        var bytes = Array(path.utf8)
        guard let first = bytes.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"),
            bytes.count < MemoryLayout.size(ofValue: sun_path)
        else { return nil }
        if first == UInt8(ascii: "@") { bytes[0] = 0 }
        sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &sun_path) { $0.copyBytes(from: bytes) }
    }
}
