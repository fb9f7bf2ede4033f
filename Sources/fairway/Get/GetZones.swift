import ArgumentParser
import FairwayKubernetes
import FairwayResources

struct GetZones: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zones", abstract: "Show the zones of DNS, and whether they are served.", aliases: ["zone"])

    @OptionGroup var options: GetOptions

    func run() async throws {
        try await options.show(DNSZoneObject.self, table: Self.table)
    }

    static func table(_ zones: [DNSZoneObject], isWide: Bool) -> TextTable {
        TextTable(
            headings: ["NAME", "ZONE", "RECORDS", "SERIAL", "READY"] + (isWide ? ["REASON", "MESSAGE"] : []),
            rows: zones.map { zone in
                let ready = zone.status?.conditions["Ready"]
                let row = [
                    zone.metadata.name ?? "", zone.spec?.zone ?? "", "\(zone.status?.records ?? 0)",
                    zone.status?.serial.map { "\($0)" } ?? "<none>", ready?.status ?? "Unknown",
                ]
                return isWide ? row + [ready?.reason ?? "", ready?.message ?? ""] : row
            })
    }
}
