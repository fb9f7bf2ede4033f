import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("Delete")
struct DeleteTests {
    private let kind = KindDescriptor.services
    private let held: JSONValue

    init() throws {
        held = try KindDescriptor.services.created(service(["metadata": ["finalizers": ["a/x", "a/y"]]]))
    }

    @Test("an object without finalizers goes at once")
    func plain() throws {
        let current = try kind.created(service())
        #expect(try kind.delete(current: current, options: nil, now: KindDescriptor.now) == .remove)
        #expect(try kind.delete(current: current, options: ["preconditions": ["uid": "u1"]], now: "") == .remove)
    }

    @Test("a precondition on the version that fails is a conflict")
    func precondition() throws {
        let status = refusal {
            _ = try kind.delete(current: held, options: ["preconditions": ["resourceVersion": "9"]], now: "")
        }
        #expect(
            status?.message
                == "Operation cannot be fulfilled on Service \"s1\": the ResourceVersion in the precondition "
                + "(9) does not match the ResourceVersion in record (1). The object might have been modified")
    }

    @Test("an object with finalizers waits for the last of them, and takes no new ones")
    func finalizers() throws {
        guard case .mark(let marked) = try kind.delete(current: held, options: nil, now: KindDescriptor.now) else {
            Issue.record("the object is not marked")
            return
        }
        #expect(marked["metadata"]?["deletionTimestamp"] == .string(KindDescriptor.now))
        #expect(marked["metadata"]?["deletionGracePeriodSeconds"] == 0)
        #expect(try kind.delete(current: marked, options: nil, now: "later") == .nothing)

        let first = try kind.patched(marked, .json([["op": "remove", "path": "/metadata/finalizers/0"]]))
        #expect(first.effect == .replace)
        let status = refusal {
            _ = try kind.patched(first.object, .merge(["metadata": ["finalizers": ["a/y", "a/z"]]]))
        }
        #expect(
            status?.message
                == "Service \"s1\" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added "
                + "if the object is being deleted, found new finalizers []string{\"a/z\"}")
        // The client cannot take back the deletion.
        let kept = try kind.patched(first.object, .merge(["metadata": ["deletionTimestamp": nil]]))
        #expect(kept.effect == .nothing)
        let last = try kind.patched(first.object, .merge(["metadata": ["finalizers": nil]]))
        #expect(last.effect == .remove)
        #expect(last.object["metadata"]?["finalizers"] == nil)
    }
}
