import Foundation

/// What a program left behind.
struct ProgramResult: Sendable {
    var status: Int32
    var output: String
    var errors: String
}

/// A program that runs, such as a `kubectl get --watch`. Its output goes to files, so that nobody has to read along.
struct RunningProgram: @unchecked Sendable {
    // Only started, ended and waited for, each of which Foundation allows from any thread.
    private let process: Process
    private let ended: AsyncStream<Void>
    private let files: (output: URL, errors: URL)

    init(_ program: String, _ arguments: [String], environment: [String: String], input: Data? = nil) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fairway-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        files = (folder.appending(path: "output"), folder.appending(path: "errors"))
        for file in [files.output, files.errors] { try Data().write(to: file) }
        let inputFile = folder.appending(path: "input")
        try (input ?? Data()).write(to: inputFile)
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: files.output)
        process.standardError = try FileHandle(forWritingTo: files.errors)
        let (ended, ends) = AsyncStream<Void>.makeStream()
        self.ended = ended
        process.terminationHandler = { _ in ends.finish() }
        try process.run()
    }

    var output: String { (try? String(contentsOf: files.output, encoding: .utf8)) ?? "" }

    /// Ends the program if it still runs.
    func end() { if process.isRunning { process.terminate() } }

    /// Waits for the end, and takes what the program has written.
    func wait() async -> ProgramResult {
        for await _ in ended {}
        defer { try? FileManager.default.removeItem(at: files.output.deletingLastPathComponent()) }
        let errors = (try? String(contentsOf: files.errors, encoding: .utf8)) ?? ""
        return ProgramResult(status: process.terminationStatus, output: output, errors: errors)
    }
}
