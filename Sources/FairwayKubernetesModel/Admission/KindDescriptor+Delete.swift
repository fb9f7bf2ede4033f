package import FairwayJSON

extension KindDescriptor {
    /// Says what a request to delete does to the current object.
    ///
    /// - Parameters:
    ///   - options: the request's body, `metav1.DeleteOptions`; `nil` or null: none.
    ///   - now: the time of the request, RFC 3339 with seconds.
    package func delete(
        current: JSONValue, options: JSONValue?, now: String
    ) throws(APIStatus) -> Deletion {
        throw .internalError("not there yet")
    }
}
