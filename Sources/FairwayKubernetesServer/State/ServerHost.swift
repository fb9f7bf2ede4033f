import Glibc
import SwiftASN1
import X509

/// A host the server can be reached at, for its certificate.
enum ServerHost: Hashable, Sendable {
    /// The four or sixteen bytes of an address.
    case address([UInt8])
    case name(String)

    init(_ text: String) {
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            self = .address(withUnsafeBytes(of: &v4) { Array($0) })
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            self = .address(withUnsafeBytes(of: &v6) { Array($0) })
        } else {
            self = .name(text)
        }
    }

    /// Where a server listening on `host` is reached: loopback, this machine's name, and the host itself.
    static func all(listeningOn host: String) -> [ServerHost] {
        var name = [UInt8](repeating: 0, count: 256)
        let isNamed = name.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { gethostname($0, bytes.count - 1) } == 0
        }
        let hostname = isNamed ? String(decoding: name.prefix { $0 != 0 }, as: UTF8.self) : ""
        var hosts: [ServerHost] = []
        for text in ["127.0.0.1", "::1", "localhost", hostname, host] where !text.isEmpty {
            let host = ServerHost(text)
            if !hosts.contains(host) { hosts.append(host) }
        }
        return hosts
    }
}

extension [ServerHost] {
    func subjectAlternativeNames() throws -> SubjectAlternativeNames {
        SubjectAlternativeNames(
            map { host in
                switch host {
                case .address(let bytes): .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
                case .name(let name): .dnsName(name)
                }
            })
    }
}
