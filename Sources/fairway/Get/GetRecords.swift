import ArgumentParser
import FairwayDNS
import FairwayJSON
import FairwayKubernetes
import FairwayResources
import Foundation

struct GetRecords: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "records", abstract: "Show the DNS records of zones, and the Services that they come from.",
        discussion: """
            They are found out from the Services and DNSZones of the cluster, as name servers do it, and not by asking one.
            """,
        aliases: ["record"])

    @Argument(help: "Only those of this zone.")
    var zone: String?

    @Option(name: .shortAndLong, help: "Only those that come from Services of this namespace.")
    var namespace: String?

    @OptionGroup var options: GetOptions

    func run() async throws {
        let apex = try zone.map { text in
            do {
                return try DomainName(parsing: text)
            } catch {
                throw CommandError("Cannot show records: \(error)", exitCode: .validationFailure)
            }
        }
        let list = try RecordList(await options.ask(Self.read), zone: apex, namespace: namespace)
        switch options.output {
        case .table, .wide:
            print(list.table(isWide: options.output == .wide).text)
            guard let note = list.note else { return }
            FileHandle.standardError.write(Data("\(note)\n".utf8))
        case .json: print(list.json.indentedText)
        case .yaml: print(list.json.yaml)
        }
    }

    private static func read(_ client: KubernetesClient) async throws -> NamingSnapshot {
        let zones: ObjectList<DNSZoneObject> = try await client.list()
        let namespaces: ObjectList<Namespace> = try await client.list()
        let services: ObjectList<FairwayKubernetes.Service> = try await client.list()
        return NamingSnapshot(
            services: services.items, zones: zones.items,
            namespaceLabels: Dictionary(namespaces.items.map { ($0.metadata.name ?? "", $0.metadata.labels) }) { $1 })
    }
}
