import FairwayJSON
import Foundation

/// An object of a manifest, and where it stands.
struct ManifestObject: Hashable {
    var file: String
    /// The line on which the object begins, counted from 1.
    var line: Int
    var value: JSONValue

    var apiVersion: String { value["apiVersion"]?.string ?? "" }
    var kind: String { value["kind"]?.string ?? "" }
    var name: String { value["metadata"]?["name"]?.string ?? "" }
    var namespace: String? { value["metadata"]?["namespace"]?.string }
}

/// What is wrong with a manifest: `FILE:LINE: what, and what was expected`.
struct ManifestError: Error, Hashable, CustomStringConvertible {
    var file: String
    var line: Int?
    var message: String

    var description: String { line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)" }
}

/// Reads the objects of files and folders.
enum ManifestReader {
    /// Reads each path: a file as it is, a folder's `.yaml`, `.yml` and `.json` files by name (not those of its folders).
    ///
    /// - Returns: the objects of the files that are sound, and what is wrong with the others: a file with an error gives
    ///   none of its objects.
    static func read(_ paths: [String]) -> (objects: [ManifestObject], errors: [ManifestError]) {
        var objects: [ManifestObject] = []
        var errors: [ManifestError] = []
        for path in paths {
            do throws(ManifestError) {
                for file in try files(at: path) {
                    do throws(ManifestError) {
                        objects += try read(file: file)
                    } catch {
                        errors.append(error)
                    }
                }
            } catch {
                errors.append(error)
            }
        }
        return (objects, errors)
    }

    private static func files(at path: String) throws(ManifestError) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ManifestError(
                file: path, message: "there is no such file or folder; -f takes YAML or JSON files and folders of them")
        }
        guard isFolder.boolValue else { return [path] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
                .filter { name in
                    !name.hasPrefix(".") && [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
                }
                .map { path.hasSuffix("/") ? path + $0 : path + "/" + $0 }
        } catch {
            throw ManifestError(file: path, message: "the folder cannot be read: \(error.localizedDescription)")
        }
    }

    private static func read(file: String) throws(ManifestError) -> [ManifestObject] {
        let text: String
        do {
            text = try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw ManifestError(file: file, message: "it cannot be read as UTF-8 text: \(error.localizedDescription)")
        }
        let documents: [YAMLDocument]
        do throws(YAMLSyntaxError) {
            documents = try JSONValue.documents(yaml: text)
        } catch {
            throw ManifestError(file: file, line: error.line, message: "this is not YAML: \(error)")
        }
        return try objects(of: documents, file: file)
    }

    private static func objects(
        of documents: [YAMLDocument], file: String
    ) throws(ManifestError) -> [ManifestObject] {
        var objects: [ManifestObject] = []
        for document in documents {
            let isList = document.value["kind"] == "List"
            for value in isList ? document.value["items"]?.array ?? [] : [document.value] {
                let object = ManifestObject(file: file, line: document.line, value: value)
                try check(object)
                objects.append(object)
            }
        }
        return objects
    }

    private static func check(_ object: ManifestObject) throws(ManifestError) {
        func fail(_ message: String) -> ManifestError {
            ManifestError(file: object.file, line: object.line, message: message)
        }
        guard object.value.object != nil else {
            throw fail("a Kubernetes object was expected, with apiVersion, kind and metadata.name")
        }
        for field in ["apiVersion", "kind"] where object.value[field]?.string?.isEmpty ?? true {
            throw fail("the object has no \(field), such as `\(field == "kind" ? "kind: Service" : "apiVersion: v1")`")
        }
        guard !object.name.isEmpty else {
            throw fail("the \(object.kind) has no metadata.name")
        }
    }
}
