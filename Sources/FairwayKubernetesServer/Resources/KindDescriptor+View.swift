import FairwayJSON
import FairwayKubernetesModel
import Foundation

/// A kind's view of stored objects. Most are stored as they are seen; some kinds are a second view of another's.
extension KindDescriptor {
    func view(_ object: StoredObject) -> JSONValue {
        conversion?.fromStored(object.value) ?? object.value
    }

    func text(_ object: StoredObject) -> Data {
        conversion.map { $0.fromStored(object.value).text } ?? object.text
    }

    func stored(_ view: JSONValue) -> JSONValue {
        conversion?.toStored(view) ?? view
    }
}
