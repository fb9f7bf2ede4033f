import FairwayCore
import FairwayNet

extension ProxyProtocol {
    /// What the annotations of a Service ask for; `nil` where they say nothing.
    static func wish(of annotations: [String: String]) throws(ServiceReadingError) -> ProxyProtocol? {
        guard let text = annotations[Annotations.proxyProtocol] else { return nil }
        guard let version = ProxyProtocol(rawValue: text) else {
            throw .invalid(
                "Annotation \(Annotations.proxyProtocol)",
                "\(text.quotedForMessage) cannot be read: expected v1 or v2")
        }
        return version
    }

    /// - Throws: where a Service with these ports cannot have it.
    func check(_ ports: [ServiceReading.Port]) throws(ServiceReadingError) {
        guard self == .v1, let port = ports.compactMap(\.transportPort).first(where: { $0.transport == .udp }) else {
            return
        }
        throw .invalid(
            "Annotation \(Annotations.proxyProtocol)",
            "v1 is for TCP only, and the Service has the port \(port): write v2, or put TCP and UDP into two Services "
                + "that share an address (\(Annotations.shareAddress[0]))")
    }
}
