import FairwayJSON
import FairwayKubernetesModel
import Foundation
import Hummingbird

/// What a handler answers.
struct Answer: Sendable {
    enum Body: Sendable {
        case whole(Data)
        /// A watch: events until it ends.
        case watch(WatchStream)
    }

    var status: Int
    var contentType: String
    var headers = HTTPFields()
    var warnings: [String] = []
    var body: Body

    init(status: Int = 200, contentType: String = "application/json", body: Body) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    init(status: Int = 200, json: JSONValue, contentType: String = "application/json") {
        self.init(status: status, contentType: contentType, body: .whole(json.text + Data("\n".utf8)))
    }

    init(status: Int = 200, text: String) {
        self.init(status: status, contentType: "text/plain; charset=utf-8", body: .whole(Data(text.utf8)))
    }

    init(refusal: APIStatus) {
        self.init(status: refusal.code, json: refusal.json)
        if let seconds = refusal.details?["retryAfterSeconds"]?.integer { headers[.retryAfter] = String(seconds) }
    }

    /// What Kubernetes says of paths it does not know at all.
    static let pageNotFound = Answer(status: 404, text: "404 page not found\n")
}
