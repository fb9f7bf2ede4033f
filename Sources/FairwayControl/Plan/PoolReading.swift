import FairwayCore
import FairwayKubernetes
import FairwayNet
import FairwayResources
import Foundation

/// The pools there are, those that can be used and those that cannot.
struct PoolReading {
    /// Whether an `AddressPool` is used.
    static let usableCondition = "Usable"

    let objects: [AddressPoolObject]
    let usable: AddressPools
    private let errors: [String: String]

    init(_ objects: [AddressPoolObject]) {
        // The older ones first, so that a pool that works is not put out by a new one.
        self.objects = objects.sorted {
            (CreationOrder($0.metadata), $0.metadata.name ?? "") < (CreationOrder($1.metadata), $1.metadata.name ?? "")
        }
        var pools: [AddressPool] = []
        var errors: [String: String] = [:]
        for object in self.objects {
            do throws(AddressPoolError) {
                pools.append(try object.pool())
            } catch {
                errors[error.pool] = error.message
            }
        }
        usable = AddressPools(pools)
        for error in usable.refused {
            errors[error.pool] = error.message
        }
        self.errors = errors
    }

    /// The statuses that are not as they should be, by the pools' names.
    func changedStatuses(_ allocations: [ServiceKey: Allocation], now: Date) -> [String: AddressPoolStatus] {
        var assigned: [String: Set<IPAddress>] = [:]
        for address in allocations.values.flatMap(\.addresses) {
            guard let pool = address.pool else { continue }
            assigned[pool, default: []].insert(address.address)
        }
        var changed: [String: AddressPoolStatus] = [:]
        for object in objects {
            guard let name = object.metadata.name else { continue }
            let status = status(of: object, name, assigned[name] ?? [], now)
            changed[name] = status == object.status ? nil : status
        }
        return changed
    }

    private func status(
        of object: AddressPoolObject, _ name: String, _ assigned: Set<IPAddress>, _ now: Date
    ) -> AddressPoolStatus {
        let error = errors[name]
        let pool = usable.usable.first { $0.name == name }
        let draft = ConditionDraft(
            type: Self.usableCondition, isTrue: error == nil, reason: error == nil ? "Usable" : "InvalidPool",
            message: error ?? "Services are given addresses of this pool.")
        let conditions = (object.status?.conditions ?? []).replacing(
            [draft], owned: [Self.usableCondition], generation: object.metadata.generation, now: now.kubernetesTime)
        func available(_ family: AddressFamily) -> Int64 {
            let capacity = pool?.capacity(family) ?? 0
            let taken = UInt128(assigned.count { $0.family == family && pool?.offers($0) == true })
            return Int64(clamping: capacity - min(taken, capacity))
        }
        return AddressPoolStatus(
            assignedIPv4: Int64(assigned.count { $0.family == .ipv4 }),
            assignedIPv6: Int64(assigned.count { $0.family == .ipv6 }),
            availableIPv4: available(.ipv4), availableIPv6: available(.ipv6), conditions: conditions)
    }
}

extension AddressPool {
    /// How many addresses of a family it can give out, as far as that fits.
    func capacity(_ family: AddressFamily) -> UInt128 {
        ranges.filter { $0.family == family }.reduce(0) { sum, range in
            let (total, overflow) = sum.addingReportingOverflow(range.count - avoidedCount(in: range))
            return overflow ? .max : total
        }
    }

    /// How many addresses of a range end in .0 or .255, and are avoided.
    private func avoidedCount(in range: IPAddressRange) -> UInt128 {
        guard avoidBuggyIPs, range.family == .ipv4 else { return 0 }
        func upTo(_ number: UInt128) -> UInt128 { number / 256 + 1 + (number + 1) / 256 }
        return upTo(range.last.number) - (range.first.number == 0 ? 0 : upTo(range.first.number - 1))
    }
}
