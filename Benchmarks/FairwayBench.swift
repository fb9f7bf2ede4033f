import ArgumentParser

/// Measures Fairway on the machine where it is run. `make bench` builds everything in release and runs it.
@main
struct FairwayBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fairway-bench", abstract: "Measure Fairway on this machine.",
        subcommands: [ControlBench.self, ProxyBench.self, ScaleBench.self, DNSBench.self, Client.self])
}
