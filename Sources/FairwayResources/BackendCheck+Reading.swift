import FairwayCore
import FairwayNet

extension BackendCheck {
    /// What the annotations of a Service ask for; `nil` where they say nothing.
    static func wish(of annotations: [String: String]) throws(ServiceReadingError) -> BackendCheck? {
        guard let text = annotations[Annotations.healthCheck] else { return nil }
        guard let check = BackendCheck(text) else {
            throw .invalid(
                "Annotation \(Annotations.healthCheck)",
                "\(text.quotedForMessage) cannot be read: expected tcp, tcp:PORT or udp-reply")
        }
        return check
    }

    /// - Throws: where there is nothing that it could check of a Service with these ports.
    func check(_ ports: [ServiceReading.Port]) throws(ServiceReadingError) {
        let transports = Set(ports.compactMap(\.transportPort).map(\.transport))
        switch self {
        case .tcp(port: nil) where transports == [.udp]:
            throw .invalid(
                "Annotation \(Annotations.healthCheck)",
                "tcp connects to the TCP ports of the endpoints, and the Service has none: write tcp:PORT with a port "
                    + "that they have open, or udp-reply")
        case .udpReply where transports == [.tcp]:
            throw .invalid(
                "Annotation \(Annotations.healthCheck)",
                "udp-reply watches the answers at UDP ports, and the Service has none: write tcp")
        default: return
        }
    }

    private init?(_ text: String) {
        switch text {
        case "tcp": self = .tcp(port: nil)
        case "udp-reply": self = .udpReply
        default:
            guard text.hasPrefix("tcp:"), let port = UInt16(digits: text.dropFirst(4)), port > 0 else { return nil }
            self = .tcp(port: port)
        }
    }
}
