import FairwayLinux
import FairwayNet
import SystemPackage

extension Worker {
    /// How many bytes of answers a connection collects before they are written, and before it reads on.
    private static let answerBatch = 32 << 10
    /// How many messages of a transfer are written before others have their turn.
    private static let transferBatch = 4

    func handleConnection(_ descriptor: Int32, serial: UInt32, _ readiness: Readiness) {
        guard let connection = connections[descriptor], connection.serial == serial else { return }
        if readiness.letsWrite, !connection.flush(now: now.monotonic) { return close(connection) }
        if readiness.letsRead, connection.isWaiting, !read(connection) { return close(connection) }
        serve(connection)
    }

    /// Takes what has come.
    /// - Returns: whether the connection still is one.
    private func read(_ connection: Connection) -> Bool {
        do throws(Errno) {
            guard case .done(let count) = try Socket.read(from: connection.descriptor.number, into: buffer) else {
                return true
            }
            connection.isFinished = count == 0
            connection.questions.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            return true
        } catch {
            return false
        }
    }

    /// Answers one question after another, as far as the client takes the answers.
    private func serve(_ connection: Connection) {
        var transferred = 0
        while !connection.isBlocked, !connection.isWaiting, transferred < Self.transferBatch {
            if connection.transfer == nil {
                answer(connection)
            } else if !advance(connection, &transferred) {
                return close(connection)
            }
            guard connection.flush(now: now.monotonic) else { return close(connection) }
        }
        if connection.isFinished, connection.isWaiting { return close(connection) }
        watch(connection)
    }

    /// Writes the next message of a transfer.
    /// - Returns: whether the connection may go on.
    private func advance(_ connection: Connection, _ transferred: inout Int) -> Bool {
        guard let message = connection.transfer?.next(at: now.unix) else { return false }
        connection.answers.append(UInt8(truncatingIfNeeded: message.count >> 8))
        connection.answers.append(UInt8(truncatingIfNeeded: message.count))
        connection.answers += message
        if connection.transfer?.isFinished ?? true { connection.transfer = nil }
        transferred += 1
        return true
    }

    /// Answers questions that have come whole, until one is answered with a transfer or the answers are many.
    private func answer(_ connection: Connection) {
        while connection.transfer == nil, connection.answers.count < Self.answerBatch,
            let question = connection.questions.next()
        {
            connection.lastProgress = now.monotonic
            let start = connection.answers.count
            connection.answers += [0, 0]
            switch respond(to: question, of: connection) {
            case .ignored:
                connection.answers.removeLast(2)
                connection.abandon()
            case .answered:
                let length = connection.answers.count - start - 2
                connection.answers[start] = UInt8(truncatingIfNeeded: length >> 8)
                connection.answers[start + 1] = UInt8(truncatingIfNeeded: length)
            case .transfer(let transfer):
                connection.answers.removeLast(2)
                connection.transfer = transfer
            }
        }
    }

    private func respond(to question: Range<Int>, of connection: Connection) -> Responder.Outcome {
        var answers: [UInt8] = []
        swap(&answers, &connection.answers)
        defer { swap(&answers, &connection.answers) }
        return responder.respond(
            to: connection.questions.bytes.span.extracting(question), from: connection.client, at: now,
            appendingTo: &answers)
    }

    private func watch(_ connection: Connection) {
        let interest: Readiness = connection.isWaiting ? .readable : .writable
        guard interest != connection.interest else { return }
        do throws(Errno) {
            try poller.change(connection.descriptor.number, to: interest, token: connection.token.rawValue)
            connection.interest = interest
        } catch {
            close(connection)
        }
    }

    func close(_ connection: Connection) {
        guard connections.removeValue(forKey: connection.descriptor.number) != nil else { return }
        ledger.give(connection.client.address)
    }
}
