import Crypto
import FairwayJSON
import FairwayKubernetesModel
import Foundation
import Hummingbird

/// The OpenAPI documents, made once for as long as the kinds stay: kubectl reads them before each write, and keeps what has not changed.
struct OpenAPIDocuments: Sendable {
    private struct Document {
        let text: Data
        let hash: String

        init(_ value: JSONValue) {
            text = value.text
            hash = SHA512.hash(data: text).map { byte in
                let digits = String(byte, radix: 16, uppercase: true)
                return byte < 16 ? "0\(digits)" : digits
            }.joined()
        }
    }

    private let documents: [String: Document]
    private let index: Document

    /// Documents of groups that have not changed are taken from those before.
    init(_ discovery: Discovery, before: OpenAPIDocuments?, changed: Set<String>) {
        var documents: [String: Document] = [:]
        for group in [""] + discovery.groups {
            for version in discovery.versions(of: group) {
                let path = group.isEmpty ? "api/\(version)" : "apis/\(group)/\(version)"
                let kinds = discovery.kinds.filter { $0.group == group && $0.version == version }
                if !changed.contains(group), let known = before?.documents[path] {
                    documents[path] = known
                    continue
                }
                documents[path] = Document(OpenAPI.document(group: group, version: version, kinds: kinds))
            }
        }
        self.documents = documents
        self.index = Document(OpenAPI.index(documents.mapValues(\.hash)))
    }

    /// `/openapi/v2`: a document without any kind. kubectl asks for it about kinds that are not in v3, and only without
    /// an error says of them that there is no such kind.
    static let empty = Answer(
        contentType: "application/com.github.proto-openapi.spec.v2.v1.0+protobuf", body: .whole(Data()))

    /// The document at a path below `/openapi/v3`, or the index of them; `nil`: there is none.
    func answer(_ path: ArraySlice<String>, _ request: APIRequest) -> Answer? {
        guard let document = path.isEmpty ? index : documents[path.joined(separator: "/")] else { return nil }
        let tag = "\"\(document.hash)\""
        let isKnown = request.ifNoneMatch?.split(separator: ",").contains { $0.filter { $0 != " " } == tag } ?? false
        var answer = Answer(status: isKnown ? 304 : 200, body: .whole(isKnown ? Data() : document.text))
        answer.headers[.eTag] = tag
        answer.headers[.vary] = "Accept"
        let isByHash = request.query["hash"] == document.hash
        answer.headers[.cacheControl] = isByHash ? "public, immutable" : "no-cache, private"
        return answer
    }
}
