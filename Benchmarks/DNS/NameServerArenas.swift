/// All servers running, each asked in its turn.
struct QueryArena: Arena {
    let stage: NameServerStage
    let processes: [NameServerProgram: ProcessTree]
    let seconds: Int

    var entrants: [NameServerProgram] { stage.programs }
    var disciplines: [QueryLoad] { QueryLoad.questions }

    func measure(_ cell: Results<NameService>.Cell, isWarmUp: Bool) async throws -> Results<NameService>.Sample {
        guard let processes = processes[cell.entrant] else {
            throw BenchError(description: "\(cell.entrant.title) does not run")
        }
        let seconds = isWarmUp ? 1 : seconds
        let command = cell.discipline.command(
            seconds: seconds, threads: stage.threads, queries: stage.queries(of: cell.discipline))
        let start = try processes.processorSeconds()
        let text = try await output(
            of: NameServerStage.namespace(of: cell.entrant).inside(command), seconds: seconds + 15)
        let used = try processes.processorSeconds() - start
        guard let values = cell.discipline.values(in: text, processorSeconds: used) else {
            throw BenchError(description: "\(command.joined(separator: " ")) gives no figure: \(text.suffix(700))")
        }
        return Results.Sample(values: values, processorSeconds: used, memory: try processes.memory())
    }

    func log(of program: NameServerProgram) -> String { stage.log(of: program) }
}

/// Servers that are started one after the other, with a zone that they had before.
struct StartArena: Arena {
    let stage: NameServerStage

    var entrants: [NameServerProgram] { stage.programs }
    var disciplines: [QueryLoad] { [.start] }

    func measure(_ cell: Results<NameService>.Cell, isWarmUp: Bool) async throws -> Results<NameService>.Sample {
        var sample = Results<NameService>.Sample(values: [:])
        let begun = ContinuousClock.now
        try await running([stage.program(cell.entrant)]) { processes in
            let question = QueryLoad.start.question(about: stage.zone.names - 1)
            _ = try await stage.answers(of: cell.entrant, to: question + "\n")
            let time = ContinuousClock.now - begun
            let memory = try ProcessTree(root: processes[0]).memory()
            sample.values = [.startTime: time / .milliseconds(1), .footprint: memory / 1_024]
            sample.memory = memory
        }
        return sample
    }

    func log(of program: NameServerProgram) -> String { stage.log(of: program) }
}
