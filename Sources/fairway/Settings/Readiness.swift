import Foundation

/// The line on standard output, and the word to the service manager, that everything is up.
enum Readiness {
    static func announce() {
        FileHandle.standardOutput.write(Data("ready\n".utf8))
        ServiceNotification.ready()
    }
}
