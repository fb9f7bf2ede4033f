package import FairwayNet

/// What a Service gets.
///
/// Addresses and a refusal go together where a Service keeps what it has since what it wants now cannot be met.
package struct Allocation: Hashable, Sendable {
    /// The addresses it has from now on, in the order of the families it wants.
    package var addresses: [AssignedAddress]
    /// The ports that it cannot serve, since an older Service serves them on the same address. Sorted.
    package var portConflicts: [PortConflict]
    /// Why it does not have what it wants.
    package var refusal: AllocationRefusal?

    package init(
        addresses: [AssignedAddress] = [], portConflicts: [PortConflict] = [], refusal: AllocationRefusal? = nil
    ) {
        self.addresses = addresses
        self.portConflicts = portConflicts
        self.refusal = refusal
    }
}

/// An address of a Service.
package struct AssignedAddress: Hashable, Sendable {
    package var address: IPAddress
    /// The pool it is in; `nil` for one that was held before its pool was taken away.
    package var pool: String?
    /// Whether the pool would give it to the Service today. One that was held before is kept all the same.
    package var isAdmitted: Bool

    package init(address: IPAddress, pool: String?, isAdmitted: Bool = true) {
        self.address = address
        self.pool = pool
        self.isAdmitted = isAdmitted
    }
}

/// A port that a Service cannot serve on a shared address.
package struct PortConflict: Hashable, Sendable {
    package var address: IPAddress
    package var port: TransportPort
    /// The older Service, which serves the port.
    package var holder: ServiceKey

    package init(address: IPAddress, port: TransportPort, holder: ServiceKey) {
        self.address = address
        self.port = port
        self.holder = holder
    }
}

extension PortConflict: Comparable, CustomStringConvertible {
    package static func < (left: Self, right: Self) -> Bool {
        (left.address, left.port) < (right.address, right.port)
    }

    /// A sentence for people.
    package var description: String {
        "Port \(port) of the shared address \(address) is served for the older Service \(holder): "
            + "use another port, or take the address away from one of the two."
    }
}

/// Why a Service does not get the addresses it wants.
package struct AllocationRefusal: Error, Hashable, Sendable {
    /// CamelCase, for programs. The raw value is what the Service's condition and Event say.
    package enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Another Service has the address and does not share it, or not with this one.
        case addressTaken = "AddressTaken"
        /// All the Service's ports are served by others on the address.
        case portsTaken = "PortsTaken"
        /// The address is in no pool, or its pool leaves it out.
        case addressOutsidePools = "AddressOutsidePools"
        /// The address is in another pool than the one asked for.
        case addressOutsidePool = "AddressOutsidePool"
        /// The address is of a family that the Service does not want, or two of one family are asked for.
        case addressFamilyMismatch = "AddressFamilyMismatch"
        /// There is no usable pool of the name asked for.
        case poolNotFound = "PoolNotFound"
        /// The pool is for other Services.
        case poolForbidden = "PoolForbidden"
        /// There is no pool that could give an address of the family.
        case noPool = "NoPool"
        /// All addresses are in use.
        case poolExhausted = "PoolExhausted"
        /// The wish cannot be read.
        case invalidRequest = "InvalidAddressRequest"
    }

    package var reason: Reason
    /// A sentence for people: what cannot be done, who or what is in the way, and what to do.
    package var message: String

    package init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }
}

extension AllocationRefusal: CustomStringConvertible {
    package var description: String { message }
}
