import ArgumentParser
import FairwayKubernetes
import FairwayResources

struct GetServices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "services",
        abstract: "Show the LoadBalancer Services, their addresses, and whether they are served.",
        aliases: ["service", "svc"])

    @Option(name: .shortAndLong, help: "Only those of this namespace.")
    var namespace: String?

    @OptionGroup var options: GetOptions

    func run() async throws {
        try await options.show(FairwayKubernetes.Service.self, in: namespace, table: Self.table)
    }

    static func table(_ services: [FairwayKubernetes.Service], isWide: Bool) -> TextTable {
        TextTable(
            headings: ["NAMESPACE", "NAME", "ADDRESS", "PORTS", "PROGRAMMED"] + (isWide ? ["REASON", "MESSAGE"] : []),
            rows: services.filter { $0.spec?.type == "LoadBalancer" }.map { service in
                let programmed = service.status?.conditions.first { $0.type == ServiceConditions.programmed }
                let row = [
                    service.metadata.namespace ?? "", service.metadata.name ?? "", addresses(of: service),
                    ports(of: service), programmed?.status ?? "Unknown",
                ]
                guard isWide else { return row }
                let assigned = service.status?.conditions.first { $0.type == ServiceConditions.addressAssigned }
                let telling = assigned?.status == "False" ? assigned : programmed
                return row + [telling?.reason ?? "", telling?.message ?? ""]
            })
    }

    private static func addresses(of service: FairwayKubernetes.Service) -> String {
        let addresses = (service.status?.loadBalancer?.ingress ?? []).compactMap { $0.ip ?? $0.hostname }
        return addresses.isEmpty ? "<pending>" : addresses.joined(separator: ",")
    }

    private static func ports(of service: FairwayKubernetes.Service) -> String {
        let refused = Set(
            (service.status?.loadBalancer?.ingress ?? []).flatMap(\.ports).filter { $0.error != nil }
                .map { "\($0.port)/\($0.protocol)" })
        return (service.spec?.ports ?? []).map { "\($0.port)/\($0.protocol ?? "TCP")" }
            .map { refused.contains($0) ? $0 + "!" : $0 }.joined(separator: ",")
    }
}
