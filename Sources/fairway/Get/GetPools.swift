import ArgumentParser
import FairwayKubernetes
import FairwayResources

struct GetPools: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pools", abstract: "Show the address pools, and how many addresses of each are in use.",
        aliases: ["pool"])

    @OptionGroup var options: GetOptions

    func run() async throws {
        try await options.show(AddressPoolObject.self, table: Self.table)
    }

    static func table(_ pools: [AddressPoolObject], isWide: Bool) -> TextTable {
        TextTable(
            headings: ["NAME", "ASSIGNED", "AVAILABLE", "ADDRESSES"] + (isWide ? ["AUTO-ASSIGN", "SHARING"] : []),
            rows: pools.map { pool in
                let status = pool.status
                let row = [
                    pool.metadata.name ?? "", "\((status?.assignedIPv4 ?? 0) + (status?.assignedIPv6 ?? 0))",
                    available(status), (pool.spec?.addresses ?? []).joined(separator: ","),
                ]
                guard isWide else { return row }
                return row + ["\(pool.spec?.autoAssign ?? true)", pool.spec?.sharing ?? "namespace"]
            })
    }

    /// By family, where a pool has both.
    private static func available(_ status: AddressPoolStatus?) -> String {
        let families = [("IPv4", status?.availableIPv4 ?? 0), ("IPv6", status?.availableIPv6 ?? 0)].filter { $0.1 > 0 }
        return switch families.count {
        case 0: "0"
        case 1: "\(families[0].1)"
        default: families.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        }
    }
}
