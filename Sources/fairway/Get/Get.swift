import ArgumentParser
import FairwayJSON
import FairwayKubernetes
import FairwayResources
import Foundation

struct Get: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show Services, pools, zones or DNS records, from the cluster of KUBECONFIG or the local `up`.",
        subcommands: [GetServices.self, GetPools.self, GetZones.self, GetRecords.self])
}

/// What the subcommands of `get` have in common.
struct GetOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "table, wide, json or yaml.")
    var output = OutputFormat.table

    @Option(
        help: ArgumentHelp("The state folder of the local `up`, asked where KUBECONFIG is not set.", valueName: "path"))
    var stateDir: String?

    @Option(help: ArgumentHelp("A YAML file with a key for each flag.", valueName: "path"))
    var config: String?

    /// Prints objects as they are, or as the table that `table` makes of them; `true` asks for the wide one.
    func show<R: Resource>(_: R.Type, in namespace: String? = nil, table: (_ objects: [R], _ isWide: Bool) -> TextTable)
        async throws
    {
        try await ask { client in
            switch output {
            case .table, .wide:
                let objects: ObjectList<R> = try await client.list(in: namespace)
                print(table(objects.items.sorted { $0.key < $1.key }, output == .wide).text)
            case .json, .yaml:
                let objects: ObjectList<DynamicObject> = try await client.list(R.type, in: namespace)
                let list: JSONValue = [
                    "apiVersion": "v1", "kind": "List", "metadata": [:],
                    "items": .array(objects.items.map { $0.typed(R.type) }),
                ]
                print(output == .json ? list.indentedText : list.yaml)
            }
        }
    }

    /// Asks the cluster, and says what to do where it does not answer.
    func ask<Answer>(_ question: (KubernetesClient) async throws -> Answer) async throws -> Answer {
        let client = try await LocalCluster.client(stateDirectory: stateDir, config: config)
        do {
            let answer = try await question(client)
            try await client.shutdown()
            return answer
        } catch let error as KubernetesError {
            try await client.shutdown()
            guard error.isUnanswered else { throw CommandError("\(error)") }
            throw CommandError(
                "\(error); start `fairway up`, or name a cluster with KUBECONFIG", exitCode: .unavailable)
        }
    }
}

extension DynamicObject {
    /// With its kind, which the items of a list do not name.
    fileprivate func typed(_ type: ResourceType) -> JSONValue {
        var object = json
        object["apiVersion"] = .string(type.apiVersion)
        object["kind"] = .string(type.kind)
        return object
    }
}
