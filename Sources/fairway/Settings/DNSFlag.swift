import ArgumentParser
import FairwayLinux
import FairwayNameServer
import FairwayNet
import SystemPackage

/// What `--dns` says: where questions about names are answered.
struct DNSFlag {
    static let standardAddress = "127.0.0.1:1053"
    /// What switches it off.
    private static let offWords: Set = ["off", "none"]

    /// Where it is to listen, over UDP and TCP; empty: nowhere.
    let addresses: [SocketAddress]

    var isOff: Bool { addresses.isEmpty }

    /// Reads what the flag says; where it was not given, `standard` counts.
    init(_ texts: [String], standard: [String]) throws {
        let texts = texts.isEmpty ? standard : texts
        guard texts.isEmpty || texts.count > 1 || !Self.offWords.contains(texts[0]) else {
            addresses = []
            return
        }
        var addresses: [SocketAddress] = []
        for text in texts {
            guard !Self.offWords.contains(text) else {
                throw CommandError(
                    "--dns cannot be \(text) and an address at once: give one or the other",
                    exitCode: .validationFailure)
            }
            let address = try SocketAddress(flag: "dns", value: text)
            if !addresses.contains(address) { addresses.append(address) }
        }
        self.addresses = addresses
    }
}

extension DNSFlag {
    /// The name server; `nil` where none is wanted. `inherited` are another one's sockets, which are its from now on;
    /// `identifier` is what it says to whom asks which server it is.
    ///
    /// - Throws: `CommandError` where it cannot listen.
    func open(inheriting inherited: [Int32] = [], identifier: String? = nil) throws -> AuthoritativeServer? {
        guard !isOff else {
            // Their last references are these.
            for number in inherited { _ = BoundSocket(taking: number) }
            return nil
        }
        do throws(ListenFailure) {
            return try AuthoritativeServer(
                listeningAt: addresses, inheriting: inherited,
                settings: NameServerSettings(identifier: identifier.map { Array($0.utf8) }))
        } catch {
            throw CommandError(
                "\(error); see --dns", exitCode: error.reason == .portNotPermitted ? .notPermitted : .failure)
        }
    }
}

extension AuthoritativeServer {
    /// Where others may find it: instead of all addresses of a family those that the machine has.
    var reachableAddresses: [IPAddress] {
        get throws {
            var found: [IPAddress] = []
            for address in addresses.map(\.address) {
                let places = address.isUnspecified ? try Self.machineAddresses(of: address.family) : [address]
                found += places.filter { !found.contains($0) }
            }
            return found
        }
    }

    /// Where the machine has none but those of loopback, one of these.
    private static func machineAddresses(of family: AddressFamily) throws -> [IPAddress] {
        let addresses: [IPAddress]
        do throws(Errno) { addresses = try LocalAddresses.reachable() } catch {
            throw CommandError("the addresses of this machine cannot be read: \(error); name one with --dns")
        }
        let found = addresses.filter { $0.family == family }
        guard found.isEmpty else { return found }
        return family == .ipv4 ? [.v4(IPv4Address(127, 0, 0, 1))] : [.v6(IPv6Address(high: 0, low: 1))]
    }
}
