import FairwayNet
import Testing

@testable import FairwayNameServer

@Suite("Counting connections")
struct ConnectionLedgerTests {
    @Test("a /64 is one client, IPv4 addresses are one each, and all together are limited")
    func limits() throws {
        let ledger = ConnectionLedger(ConnectionLimits(count: 5, countPerClient: 2, patience: 1_000))
        let taken = try [
            "2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1", "192.0.2.1", "192.0.2.2", "::1",
        ].map {
            ledger.take(try IPAddress(parsing: $0))
        }
        #expect(taken == [true, true, false, true, true, true, false])
        ledger.give(try IPAddress(parsing: "2001:db8::9"))
        #expect(ledger.take(try IPAddress(parsing: "2001:db8::7")))
    }

    @Test("when more than half of the connections are there, silent ones get a tenth of the time")
    func patience() {
        let ledger = ConnectionLedger(ConnectionLimits(count: 4, countPerClient: 4, patience: 1_000))
        let client = IPAddress.v4(IPv4Address(192, 0, 2, 1))
        var patience: [UInt64] = []
        for _ in 0..<4 {
            _ = ledger.take(client)
            patience.append(ledger.patience)
        }
        #expect(patience == [1_000, 1_000, 100, 100])
    }
}
