package import FairwayJSON

extension KindDescriptor {
    /// Says what a request to delete does to the current object. The options are the request's body,
    /// `metav1.DeleteOptions`, where it has one; `now` is the time of the request, RFC 3339 with seconds.
    package func delete(
        current: JSONValue, options: JSONValue?, now: String
    ) throws(APIStatus) -> Deletion {
        try checkPreconditions(options?["preconditions"], current)
        guard current["metadata"]?["finalizers"]?.array?.isEmpty == false else { return .remove }
        guard current["metadata"]?["deletionTimestamp"] == nil else { return .nothing }
        var object = current
        object.set(.string(now), at: "metadata", "deletionTimestamp")
        object.set(0, at: "metadata", "deletionGracePeriodSeconds")
        if let generation = current["metadata"]?["generation"]?.integer, generation > 0 {
            object.set(.integer(generation &+ 1), at: "metadata", "generation")
        }
        return .mark(object)
    }

    private func checkPreconditions(_ preconditions: JSONValue?, _ current: JSONValue) throws(APIStatus) {
        let uid = current["metadata"]?["uid"]?.string ?? ""
        if let wanted = preconditions?["uid"]?.string, wanted != uid {
            throw .failedPrecondition(
                self, name: current.name,
                "the UID in the precondition (\(wanted)) does not match the UID in record (\(uid)). "
                    + "The object might have been deleted and then recreated")
        }
        let version = current.resourceVersion ?? ""
        if let wanted = preconditions?["resourceVersion"]?.string, wanted != version {
            throw .failedPrecondition(
                self, name: current.name,
                "the ResourceVersion in the precondition (\(wanted)) does not match the ResourceVersion in record "
                    + "(\(version)). The object might have been modified")
        }
    }
}
