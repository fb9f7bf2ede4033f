import FairwayLinux
import FairwayNet
import SystemPackage

extension Worker {
    /// How many batches are taken from one socket before others have their turn.
    private static let batches = 4

    /// Answers the questions that wait at a socket.
    func answerDatagrams(at socket: Int32) {
        for _ in 0..<Self.batches {
            let count: Int
            do throws(Errno) {
                guard case .done(let received) = try exchange.receive(from: socket) else { return }
                count = received
            } catch {
                // Nothing is wrong with the socket: an earlier answer could not be delivered, or memory is short.
                return
            }
            for row in 0..<count { answer(row) }
            sendAnswers(along: socket)
            if count < DatagramExchange.capacity { return }
        }
    }

    private func answer(_ row: Int) {
        let sender = exchange.sender(row).socketAddress
        // Nobody asks from there, but somebody may have an answer sent there.
        guard sender.port != 0, !exchange.isCut(row) else { return responder.tally.ignored &+= 1 }
        reply.removeAll(keepingCapacity: true)
        let client = Client(address: sender.address, transport: .udp)
        guard
            case .answered = responder.respond(
                to: exchange.question(row).span, from: client, at: now, appendingTo: &reply)
        else { return }
        do throws(Errno) {
            try exchange.answer(row, with: reply)
        } catch {
            responder.tally.unsent &+= 1
        }
    }

    private func sendAnswers(along socket: Int32) {
        while exchange.queued > 0 {
            do throws(Errno) {
                _ = try exchange.send(along: socket)
            } catch .resourceTemporarilyUnavailable, .noBufferSpace {
                // Clients ask again; waiting would only let more questions be lost.
                responder.tally.unsent &+= UInt64(exchange.queued)
                exchange.drop(exchange.queued)
            } catch {
                responder.tally.unsent &+= 1
                exchange.drop(1)
            }
        }
    }
}
