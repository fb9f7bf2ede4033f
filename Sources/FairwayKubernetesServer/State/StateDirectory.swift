import Foundation
import Glibc

/// The folder that holds everything the server must not lose, locked for one process.
///
/// The folder is private to its owner (0700) and so is every file in it (0600). The lock is released by the kernel
/// when the process ends, however it ends.
final class StateDirectory: Sendable {
    let path: String
    private let lock: Int32

    /// Creates the folder where it is missing and locks it.
    init(path: String) throws {
        self.path = path
        try Self.create(path)
        self.lock = try Self.lock(path)
    }

    deinit {
        close(lock)
    }

    /// Lets others have the folder. Said, not left to closing the file: a program that is being started may hold a copy
    /// of the descriptor for a moment.
    func unlock() {
        flock(lock, LOCK_UN)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    private static func create(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw ServerFailure(
                "Cannot create the state folder \(path): \(error.reasonInWords); choose another with --state-dir.")
        }
        guard chmod(path, 0o700) == 0 || errno == EROFS else {
            throw ServerFailure(
                "Cannot make the state folder \(path) private: \(systemReason(errno)); choose another with --state-dir."
            )
        }
    }

    private static func lock(_ path: String) throws -> Int32 {
        let file = "\(path)/lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw ServerFailure(
                "Cannot write to the state folder \(path): \(systemReason(errno)); "
                    + "make it writable or choose another with --state-dir.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = holder(of: descriptor)
            close(descriptor)
            throw ServerFailure(
                "The state folder \(path) is in use by \(holder); stop it or choose another with --state-dir.")
        }
        let pid = Array("\(getpid())\n".utf8)
        // Only for people to read: a full disk shows itself when the database is opened.
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, pid, pid.count, 0) }
        return descriptor
    }

    private static func holder(of lock: Int32) -> String {
        var text = [UInt8](repeating: 0, count: 32)
        let count = max(0, pread(lock, &text, text.count, 0))
        let digits = text[..<count].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits.isEmpty ? "another process" : "process \(String(decoding: digits, as: UTF8.self))"
    }
}

// MARK: - Files

extension StateDirectory {
    /// The content of a file; `nil` where there is none.
    func read(_ name: String) throws -> Data? {
        guard FileManager.default.fileExists(atPath: file(name)) else { return nil }
        do {
            return try Data(contentsOf: URL(fileURLWithPath: file(name)))
        } catch {
            throw ServerFailure("Cannot read \(file(name)): \(error.reasonInWords); check its owner and mode.")
        }
    }

    /// Replaces a file as a whole: whoever reads it sees the old content or the new one. Mode 0600 from its first byte.
    func write(_ content: Data, to name: String) throws {
        let temporary = file(".\(name).new")
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.cannotWrite(file(name), errno) }
        defer { close(descriptor) }
        var rest = content[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.cannotWrite(file(name), errno) }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0, rename(temporary, file(name)) == 0 else {
            throw Self.cannotWrite(file(name), errno)
        }
    }

    /// Makes an empty file that only its owner may read, where there is none.
    func createPrivateFile(_ name: String) throws {
        let descriptor = open(file(name), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.cannotWrite(file(name), errno) }
        close(descriptor)
    }

    private static func cannotWrite(_ path: String, _ code: Int32) -> ServerFailure {
        ServerFailure(
            "Cannot write \(path): \(systemReason(code)); make room, make it writable or choose another --state-dir.")
    }
}

/// The system's words for an error number.
func systemReason(_ code: Int32) -> String {
    String(cString: strerror(code))
}

extension Error {
    /// The system's words for this error where it has any: Foundation's own name the file again.
    fileprivate var reasonInWords: String {
        let underlying = (self as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        guard let posix = underlying, posix.domain == NSPOSIXErrorDomain else { return localizedDescription }
        return systemReason(Int32(posix.code))
    }
}
