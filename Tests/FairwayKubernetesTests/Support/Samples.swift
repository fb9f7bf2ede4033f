import FairwayKubernetes
import Logging

/// Texts as an API server sends them.
enum Sample {
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    static func service(_ name: String, version: String, namespace: String = "default") -> String {
        """
        {"kind":"Service","apiVersion":"v1","metadata":{"name":"\(name)","namespace":"\(namespace)",\
        "resourceVersion":"\(version)"},"spec":{"type":"LoadBalancer","ports":[{"port":80}]}}
        """
    }

    static func list(_ services: [String], version: String, continue token: String = "") -> String {
        """
        {"kind":"ServiceList","apiVersion":"v1",\
        "metadata":{"resourceVersion":"\(version)","continue":"\(token)"},\
        "items":[\(services.joined(separator: ","))]}
        """
    }

    static func event(_ type: String, _ object: String) -> String {
        "{\"type\":\"\(type)\",\"object\":\(object)}\n"
    }

    static func bookmark(version: String) -> String {
        event(
            "BOOKMARK", "{\"kind\":\"Service\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"\(version)\"}}"
        )
    }

    static func status(_ code: Int, _ reason: String, _ message: String, details: String = "null") -> String {
        """
        {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"\(message)",\
        "reason":"\(reason)","details":\(details),"code":\(code)}
        """
    }
}
