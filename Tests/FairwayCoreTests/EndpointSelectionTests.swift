import FairwayCore
import FairwayNet
import Testing

@Suite("Endpoint selection")
struct EndpointSelectionTests {
    static let a: Backend = "10.0.0.1:80"
    static let b: Backend = "10.0.0.2:80"
    static let c: Backend = "10.0.0.3:80"

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let endpoints: [Endpoint]
        var backends: [WeightedBackend] = []
        var draining: [Backend] = []
    }

    static let cases = [
        Case(testDescription: "nothing", endpoints: []),
        Case(
            testDescription: "unknown means ready", endpoints: [Endpoint(b), Endpoint(a, ready: true)],
            backends: [WeightedBackend(a), WeightedBackend(b)]),
        Case(testDescription: "not ready is gone", endpoints: [Endpoint(a, ready: false), Endpoint(b, ready: false)]),
        Case(
            testDescription: "not ready but serving is gone unless it terminates",
            endpoints: [Endpoint(a, ready: false, serving: true)]),
        Case(
            testDescription: "terminating ones drain while others are ready",
            endpoints: [Endpoint(a, ready: false, serving: true, terminating: true), Endpoint(b)],
            backends: [WeightedBackend(b)], draining: [a]),
        Case(
            testDescription: "terminating ones are used when none is ready",
            endpoints: [
                Endpoint(a, ready: false, serving: true, terminating: true, weight: 7),
                Endpoint(b, ready: false, serving: false, terminating: true), Endpoint(c, ready: false),
            ],
            backends: [WeightedBackend(a, weight: 7)]),
        Case(
            testDescription: "serving that is unknown is as ready",
            endpoints: [Endpoint(a, ready: false, terminating: true)]),
        Case(
            testDescription: "weight 0 gets no new flows and keeps its own",
            endpoints: [Endpoint(a, weight: 0), Endpoint(b, weight: 1)],
            backends: [WeightedBackend(b, weight: 1)], draining: [a]),
        Case(
            testDescription: "weight 0 is ready, so that terminating ones are not used",
            endpoints: [Endpoint(a, weight: 0), Endpoint(b, ready: false, serving: true, terminating: true)],
            draining: [a, b]),
        Case(
            testDescription: "weights end at 1,000", endpoints: [Endpoint(a, weight: 60_000)],
            backends: [WeightedBackend(a, weight: 1_000)]),
        Case(
            testDescription: "of one endpoint named twice the better condition counts",
            endpoints: [
                Endpoint(a, ready: false, serving: true, terminating: true, weight: 9), Endpoint(a, weight: 5),
                Endpoint(b, ready: false), Endpoint(b, ready: false, serving: true, terminating: true),
            ],
            backends: [WeightedBackend(a, weight: 9)], draining: [b]),
        Case(
            testDescription: "one address with two ports is two backends",
            endpoints: [Endpoint("10.0.0.1:81"), Endpoint(a)],
            backends: [WeightedBackend(a), WeightedBackend("10.0.0.1:81")]),
    ]

    @Test("endpoints take new flows, drain or are gone", arguments: cases)
    func selects(_ testCase: Case) {
        for endpoints in [testCase.endpoints, testCase.endpoints.reversed()] {
            let selection = EndpointSelection(endpoints)
            #expect(selection.backends == testCase.backends)
            #expect(selection.draining == testCase.draining)
        }
    }

    @Test("a frontend has the endpoints of its family, or those of the other where there are no others")
    func families() {
        let both = [Endpoint(Self.a), Endpoint("[::1]:80")]
        #expect(EndpointSelection(both, for: .ipv4).backends == [WeightedBackend(Self.a)])
        #expect(EndpointSelection(both, for: .ipv6).backends == [WeightedBackend("[::1]:80")])
        #expect(EndpointSelection([Endpoint(Self.a)], for: .ipv6).backends == [WeightedBackend(Self.a)])
        #expect(EndpointSelection(both).backends.count == 2)
    }
}
