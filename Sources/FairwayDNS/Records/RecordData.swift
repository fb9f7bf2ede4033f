package import FairwayNet

/// What a record says, by its type.
package enum RecordData: Hashable, Sendable {
    case a(IPv4Address)
    case aaaa(IPv6Address)
    case ns(DomainName)
    case cname(DomainName)
    case ptr(DomainName)
    case soa(StartOfAuthority)
    case mx(preference: UInt16, exchange: DomainName)
    case srv(ServiceLocation)
    case txt(CharacterStrings)
    case uri(priority: UInt16, weight: UInt16, target: [UInt8])
    case caa(CertificationAuthority)
    case svcb(ServiceBinding)
    case https(ServiceBinding)
    /// Any other type, by its bytes (RFC 3597). Also a record of an update that has no data (RFC 2136 §2.5.2).
    case opaque(RecordType, [UInt8])

    package var type: RecordType {
        switch self {
        case .a: .a
        case .aaaa: .aaaa
        case .ns: .ns
        case .cname: .cname
        case .ptr: .ptr
        case .soa: .soa
        case .mx: .mx
        case .srv: .srv
        case .txt: .txt
        case .uri: .uri
        case .caa: .caa
        case .svcb: .svcb
        case .https: .https
        case .opaque(let type, _): type
        }
    }

    /// The address in the family's own type of record.
    package init(_ address: IPAddress) {
        switch address {
        case .v4(let address): self = .a(address)
        case .v6(let address): self = .aaaa(address)
        }
    }
}

/// The data of an SOA record (RFC 1035 §3.3.13). Times are in seconds.
package struct StartOfAuthority: Hashable, Sendable {
    package var primary: DomainName
    /// The mailbox of who answers for the zone, its `@` written as a dot.
    package var contact: DomainName
    package var serial: UInt32
    package var refresh: UInt32
    package var retry: UInt32
    package var expire: UInt32
    /// How long a negative answer may be kept (RFC 2308 §4).
    package var minimum: UInt32

    package init(
        primary: DomainName, contact: DomainName, serial: UInt32, refresh: UInt32, retry: UInt32, expire: UInt32,
        minimum: UInt32
    ) {
        self.primary = primary
        self.contact = contact
        self.serial = serial
        self.refresh = refresh
        self.retry = retry
        self.expire = expire
        self.minimum = minimum
    }
}

/// The data of an SRV record (RFC 2782): where a service is.
package struct ServiceLocation: Hashable, Sendable {
    package var priority: UInt16
    package var weight: UInt16
    package var port: UInt16
    /// The host, which must not be an alias; the root: there is no such service.
    package var target: DomainName

    package init(priority: UInt16, weight: UInt16, port: UInt16, target: DomainName) {
        self.priority = priority
        self.weight = weight
        self.port = port
        self.target = target
    }
}

/// The data of a TXT record (RFC 1035 §3.3.14): one or more texts.
package struct CharacterStrings: Hashable, Sendable {
    package let strings: [CharacterString]

    /// `nil` for no texts at all.
    package init?(_ strings: [CharacterString]) {
        guard !strings.isEmpty else { return nil }
        self.strings = strings
    }
}

/// The data of a CAA record (RFC 8659 §4.1).
package struct CertificationAuthority: Hashable, Sendable {
    package let flags: UInt8
    /// Letters and digits, at least one.
    package let tag: CharacterString
    package let value: [UInt8]

    /// `nil` where the tag is empty or has other characters than letters and digits.
    package init?(flags: UInt8, tag: CharacterString, value: [UInt8]) {
        guard !tag.bytes.isEmpty, tag.bytes.allSatisfy({ $0.isDigit || $0 | 0x20 &- UInt8(ascii: "a") < 26 }) else {
            return nil
        }
        self.flags = flags
        self.tag = tag
        self.value = value
    }
}

/// The data of an SVCB or HTTPS record (RFC 9460 §2.2).
package struct ServiceBinding: Hashable, Sendable {
    /// 0: `target` is another name of the service, and there are no parameters.
    package let priority: UInt16
    package let target: DomainName
    /// What each parameter says, by its key, in the form it has on the wire. Keys grow.
    package let parameters: [Parameter]

    package struct Parameter: Hashable, Sendable {
        package var key: UInt16
        package var value: [UInt8]

        package init(key: UInt16, value: [UInt8]) {
            self.key = key
            self.value = value
        }
    }

    /// `nil` where keys do not grow from one parameter to the next.
    package init?(priority: UInt16, target: DomainName, parameters: [Parameter]) {
        guard zip(parameters, parameters.dropFirst()).allSatisfy({ $0.key < $1.key }) else { return nil }
        self.priority = priority
        self.target = target
        self.parameters = parameters
    }
}
