import FairwayJSON
import FairwayKubernetesModel
import Foundation

/// Where the next page of a list starts, and the state it is a page of. The same text as Kubernetes': base64url of
/// `{"v":"meta.k8s.io/v1","rv":310,"start":"/default/echo\0"}`; clients must not look into it.
struct ContinueToken: Sendable {
    var resourceVersion: Int64
    /// The last object of the page before.
    var after: ObjectKey

    init(resourceVersion: Int64, after: ObjectKey) {
        self.resourceVersion = resourceVersion
        self.after = after
    }

    init(_ text: String) throws(APIStatus) {
        var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.count % 4) % 4)
        guard let data = Data(base64Encoded: base64), let token = Self.object(data),
            token["v"]?.string == "meta.k8s.io/v1", let version = token["rv"]?.integer, version > 0,
            let start = token["start"]?.string?.split(separator: "/", omittingEmptySubsequences: false),
            start.count == 3, start[0].isEmpty, start[2].hasSuffix("\0")
        else {
            throw .badRequest(
                "invalid continue token: continue key is not valid: take it from a list's metadata as it is")
        }
        resourceVersion = version
        after = ObjectKey(namespace: String(start[1]), name: String(start[2].dropLast()))
    }

    private static func object(_ data: Data) -> JSONValue? {
        do {
            return try JSONValue(parsing: data)
        } catch {
            return nil
        }
    }

    var text: String {
        let token: JSONValue = [
            "v": "meta.k8s.io/v1", "rv": .integer(resourceVersion), "start": "/\(after.namespace)/\(after.name)\0",
        ]
        return token.text.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
