import FairwayDNS
import FairwayKubernetes
import Foundation

extension TSIGKey {
    /// Reads the key that a Secret has, or says why it has none. What stands in the Secret is not repeated: it may be the
    /// secret itself, in the wrong place.
    init(_ secret: Secret?, named reference: ObjectKey) throws(DNSParseError) {
        guard let entries = secret?.data.mapValues(Self.text) else {
            throw DNSParseError(
                "there is no Secret \(reference); create it with the entries name, algorithm and secret, as tsig-keygen "
                    + "prints them")
        }
        func expected(_ entry: String, _ kind: String) -> DNSParseError {
            DNSParseError(
                "the entry “\(entry)” of the Secret \(reference) is not \(kind); write it as tsig-keygen prints it")
        }
        guard let name = entries["name"].flatMap({ DomainName($0) }) else {
            throw expected("name", "the name of a key")
        }
        guard let algorithm = TSIGAlgorithm(entries["algorithm"] ?? TSIGAlgorithm.sha256.rawValue) else {
            throw expected("algorithm", "one of \(TSIGAlgorithm.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        do throws(DNSParseError) {
            try self.init(name: name, algorithm: algorithm, secret: entries["secret"] ?? "")
        } catch {
            throw expected("secret", "base 64")
        }
    }

    /// An entry without the line break that files end with.
    private static func text(_ entry: Data) -> String {
        String(decoding: entry, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension TSIGAlgorithm {
    /// Reads a name; `nil` for every other text.
    fileprivate init?(_ text: String) {
        do {
            try self.init(parsing: text)
        } catch {
            return nil
        }
    }
}
