extension KubernetesAPIServer {
    /// Where the server listens, and where its state is.
    package struct Configuration: Sendable {
        /// A name or an address to listen on.
        package var host: String
        /// The port; 0: any that is free.
        package var port: Int
        /// The folder for everything that must last. Made where it is missing; one server at a time uses it.
        package var stateDirectory: String
        /// Fairway's version, for `/version`.
        package var version: String

        package init(host: String = "127.0.0.1", port: Int = 7443, stateDirectory: String, version: String) {
            self.host = host
            self.port = port
            self.stateDirectory = stateDirectory
            self.version = version
        }
    }
}
