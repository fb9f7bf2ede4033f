import Crypto
import FairwayNet

/// A secret that two servers share to sign what they tell each other (RFC 8945).
package struct TSIGKey: Hashable, Sendable {
    package let name: DomainName
    package let algorithm: TSIGAlgorithm
    private let secret: [UInt8]

    /// - Parameters:
    ///   - name: by which both sides know the key.
    ///   - algorithm: by which both sides sign with it.
    ///   - secret: in base 64, as `tsig-keygen` prints it.
    /// - Throws: where the secret is empty or no base 64.
    package init(name: DomainName, algorithm: TSIGAlgorithm, secret: String) throws(DNSParseError) {
        guard let bytes = [UInt8](base64: Array(secret.utf8)), !bytes.isEmpty else {
            throw DNSParseError("The secret of the TSIG key \(name) is not base 64: write it as tsig-keygen prints it")
        }
        self.name = name
        self.algorithm = algorithm
        self.secret = bytes
    }

    /// The whole code of `message`.
    func code(of message: [UInt8]) -> [UInt8] {
        let key = SymmetricKey(data: secret)
        return switch algorithm {
        case .sha1: Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: key))
        case .sha256: Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
        case .sha384: Array(HMAC<SHA384>.authenticationCode(for: message, using: key))
        case .sha512: Array(HMAC<SHA512>.authenticationCode(for: message, using: key))
        }
    }
}

/// How a message is signed (RFC 8945 §6). What is not here is not signed with: MD5 for its age, SHA-224 since swift-crypto
/// does not have it.
package enum TSIGAlgorithm: String, Hashable, Sendable, CaseIterable {
    case sha1 = "hmac-sha1"
    case sha256 = "hmac-sha256"
    case sha384 = "hmac-sha384"
    case sha512 = "hmac-sha512"

    /// Reads a name such as `hmac-sha256`, in any case and with or without a dot at its end, or says which there are.
    package init(parsing text: String) throws(DNSParseError) {
        let name = text.lowercased()
        guard let algorithm = Self(rawValue: name.hasSuffix(".") ? String(name.dropLast()) : name) else {
            throw DNSParseError(
                text, isNot: "a TSIG algorithm that Fairway has",
                "use hmac-sha256, hmac-sha384, hmac-sha512 or hmac-sha1")
        }
        self = algorithm
    }

    /// The name that stands in messages.
    package var name: DomainName {
        DomainName(checked: [UInt8(rawValue.utf8.count)] + Array(rawValue.utf8) + [0])
    }

    /// The bytes of a whole code.
    var codeLength: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// The fewest bytes that a shortened code may have (RFC 8945 §5.2.2.1).
    var shortestCode: Int { max(10, codeLength / 2) }
}
