import Foundation
import Yams

extension Kubeconfig {
    /// Reads the kubeconfig that kubectl would use: `path`, else the files `KUBECONFIG` lists, else `~/.kube/config`.
    ///
    /// Files of the `KUBECONFIG` list that do not exist are passed over as long as one does.
    ///
    /// - Throws: `KubernetesConfigurationError`.
    package static func load(
        path: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Kubeconfig {
        if let path {
            return try load(files: [path])
        }
        let listed = (environment["KUBECONFIG"] ?? "").split(separator: ":").map(String.init)
        guard listed.isEmpty else {
            let existing = listed.filter { FileManager.default.fileExists(atPath: $0) }
            guard !existing.isEmpty else {
                throw KubernetesConfigurationError(
                    "could not read a kubeconfig: no file that KUBECONFIG names exists "
                        + "(\(listed.joined(separator: ", "))); correct KUBECONFIG or unset it")
            }
            return try load(files: existing)
        }
        let standard = (environment["HOME"] ?? "/") + "/.kube/config"
        guard FileManager.default.fileExists(atPath: standard) else {
            throw KubernetesConfigurationError(
                "could not read a kubeconfig: KUBECONFIG is not set and \(standard) does not exist; "
                    + "set KUBECONFIG or give the file's path")
        }
        return try load(files: [standard])
    }

    /// Reads and merges files, the first one winning.
    private static func load(files: [String]) throws -> Kubeconfig {
        var config = Kubeconfig()
        for file in files {
            let text: String
            do {
                text = try String(contentsOfFile: file, encoding: .utf8)
            } catch {
                throw KubernetesConfigurationError("could not read the kubeconfig \(file): \(fileProblem(error))")
            }
            config.merge(try parse(text, file: file), from: file)
        }
        return config
    }

    /// Reads the text of one file; `file` is for messages.
    static func parse(_ text: String, file: String) throws -> KubeconfigDocument {
        do {
            guard try Yams.compose(yaml: text) != nil else { return KubeconfigDocument() }
            return try YAMLDecoder().decode(KubeconfigDocument.self, from: text)
        } catch let error as YamlError {
            let words = "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
            throw KubernetesConfigurationError("could not read the kubeconfig \(file): it is not YAML: \(words)")
        } catch {
            throw KubernetesConfigurationError(
                "could not read the kubeconfig \(file): \(KubernetesClient.sentence(error))")
        }
    }

    /// Why a file could not be read, in few words.
    static func fileProblem(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: "it does not exist"
        case .fileReadNoPermission: "this user may not read it"
        case .fileReadInapplicableStringEncoding, .fileReadUnknownStringEncoding: "it is not UTF-8 text"
        default: "\((error as NSError).localizedDescription)"
        }
    }
}
