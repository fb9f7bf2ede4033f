import Crypto
import Foundation
import SwiftASN1
import X509

/// The server's own certificate authority and what it has signed: the server's certificate and the one client's.
///
/// Everything is made anew when it is missing, unreadable or expires within `renewalMargin`; a new authority makes new
/// certificates. Nobody else trusts this authority, so its key never leaves the state folder.
struct Credentials: Sendable {
    var authority: CertifiedKey
    var server: CertifiedKey
    var client: CertifiedKey

    private static let authorityLifetime: TimeInterval = 10 * 365 * 86_400
    private static let lifetime: TimeInterval = 365 * 86_400
    private static let renewalMargin: TimeInterval = 30 * 86_400
    /// Clocks of clients may be behind.
    private static let clockSkew: TimeInterval = 3_600

    /// Reads the credentials from the state folder, and makes what is missing or no longer good.
    init(in directory: StateDirectory, hosts: [ServerHost], now: Date) throws {
        let horizon = now.addingTimeInterval(Self.renewalMargin)
        authority = try directory.certifiedKey("ca") {
            $0.isValid(until: horizon)
        } else: {
            try Self.makeAuthority(now: now)
        }
        let (authority, names) = (authority, try hosts.subjectAlternativeNames())
        server = try directory.certifiedKey("server") {
            $0.isValid(until: horizon) && $0.isSigned(by: authority) && $0.names == names
        } else: {
            try Self.sign(by: authority, subject: "fairway", usage: .serverAuth, names: names, now: now)
        }
        client = try directory.certifiedKey("client") {
            $0.isValid(until: horizon) && $0.isSigned(by: authority)
        } else: {
            try Self.sign(by: authority, subject: "fairway-admin", usage: .clientAuth, names: nil, now: now)
        }
    }

    private static func makeAuthority(now: Date) throws -> CertifiedKey {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("Fairway \(UUID().uuidString.prefix(8))") }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: now.addingTimeInterval(-clockSkew),
            notValidAfter: now.addingTimeInterval(authorityLifetime),
            issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true))
                SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
            },
            issuerPrivateKey: .init(key))
        return CertifiedKey(certificate: certificate, key: key)
    }

    private static func sign(
        by authority: CertifiedKey, subject: String, usage: ExtendedKeyUsage.Usage, names: SubjectAlternativeNames?,
        now: Date
    ) throws -> CertifiedKey {
        let key = P256.Signing.PrivateKey()
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: now.addingTimeInterval(-clockSkew), notValidAfter: now.addingTimeInterval(lifetime),
            issuer: authority.certificate.subject, subject: try DistinguishedName { CommonName(subject) },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([usage])
                if let names { names }
            },
            issuerPrivateKey: .init(authority.key))
        return CertifiedKey(certificate: certificate, key: key)
    }
}

/// A certificate and its private key.
struct CertifiedKey: Sendable {
    var certificate: Certificate
    var key: P256.Signing.PrivateKey

    func certificatePEM() throws -> String { try certificate.serializeAsPEM().pemString }
    var keyPEM: String { key.pemRepresentation }

    func isValid(until date: Date) -> Bool {
        certificate.notValidAfter > date && certificate.publicKey == Certificate.PublicKey(key.publicKey)
    }

    func isSigned(by authority: CertifiedKey) -> Bool {
        authority.certificate.publicKey.isValidSignature(certificate.signature, for: certificate)
    }

    /// The names of a server's certificate; `nil` where it has none that can be read.
    var names: SubjectAlternativeNames? {
        do {
            return try certificate.extensions.subjectAlternativeNames
        } catch {
            return nil
        }
    }
}

extension StateDirectory {
    /// The key and certificate `NAME.key` and `NAME.crt` if they are there and good, else new ones, which are kept.
    fileprivate func certifiedKey(
        _ name: String, isGood: (CertifiedKey) -> Bool, else make: () throws -> CertifiedKey
    ) throws -> CertifiedKey {
        if let key = try read("\(name).key"), let certificate = try read("\(name).crt"),
            let kept = parsed(key: key, certificate: certificate), isGood(kept)
        {
            return kept
        }
        let made = try make()
        try write(Data(made.keyPEM.utf8), to: "\(name).key")
        try write(Data(made.certificatePEM().utf8), to: "\(name).crt")
        return made
    }

    /// What cannot be parsed is damaged, and is replaced like what has expired.
    private func parsed(key: Data, certificate: Data) -> CertifiedKey? {
        do {
            return CertifiedKey(
                certificate: try Certificate(pemEncoded: String(decoding: certificate, as: UTF8.self)),
                key: try P256.Signing.PrivateKey(pemRepresentation: String(decoding: key, as: UTF8.self)))
        } catch {
            return nil
        }
    }
}
