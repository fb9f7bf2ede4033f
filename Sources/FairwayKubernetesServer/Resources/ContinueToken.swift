import FairwayJSON
import FairwayKubernetesModel
import Foundation

/// Where the next page of a list starts, and the state it is a page of. The same text as Kubernetes': base64url of
/// `{"v":"meta.k8s.io/v1","rv":310,"start":"/default/echo\0"}`; clients must not look into it.
struct ContinueToken: Sendable {
    private static let version = "meta.k8s.io/v1"

    /// `nil`: the page is of the state there is when it is asked for; written as -1.
    var resourceVersion: Int64?
    /// The last object of the page before.
    var after: ObjectKey

    init(resourceVersion: Int64?, after: ObjectKey) {
        self.resourceVersion = resourceVersion
        self.after = after
    }

    init(_ text: String) throws(APIStatus) {
        let token = try Self.object(text)
        guard token["v"]?.string == Self.version else {
            throw .badToken(": server does not recognize this encoded version \(token["v"]?.string ?? "")")
        }
        guard let version = token["rv"]?.integer, version != 0 else {
            throw .badToken(": incorrect encoded start resourceVersion (version \(Self.version))")
        }
        guard let key = token["start"]?.string, !key.isEmpty else {
            throw .badToken(": encoded start key empty (version \(Self.version))")
        }
        let start = key.split(separator: "/", omittingEmptySubsequences: false)
        guard start.count == 3, start[0].isEmpty, start[2].hasSuffix("\0") else { throw .badToken(": \(key)") }
        resourceVersion = version < 0 ? nil : version
        after = ObjectKey(namespace: String(start[1]), name: String(start[2].dropLast()))
    }

    private static func object(_ text: String) throws(APIStatus) -> JSONValue {
        var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.count % 4) % 4)
        guard let data = Data(base64Encoded: base64) else { throw .badToken(": illegal base64 data") }
        if let first = data.first, first != UInt8(ascii: "{") {
            let character = FieldError.quoted(String(UnicodeScalar(first))).dropFirst().dropLast()
            throw .badToken(": invalid character '\(character)' looking for beginning of value")
        }
        do {
            return try JSONValue(parsing: data)
        } catch {
            throw .badToken(": \(error)")
        }
    }

    var text: String {
        let token: JSONValue = [
            "v": .string(Self.version), "rv": .integer(resourceVersion ?? -1),
            "start": "/\(after.namespace)/\(after.name)\0",
        ]
        return token.text.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}

extension APIStatus {
    fileprivate static func badToken(_ problem: String) -> APIStatus {
        .badRequest("invalid continue token: continue key is not valid\(problem)")
    }
}
