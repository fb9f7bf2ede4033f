import Testing

@testable import FairwayProxy

@Suite("Slab")
struct SlabTests {
    @Test("an element is found by its handle until it is removed, and not by it afterwards")
    func handles() {
        let slab = Slab<String>()
        let first = slab.insert("first")
        #expect(slab[first]?.pointee == "first")
        slab.remove(first)
        #expect(slab[first] == nil)
        let second = slab.insert("second")
        #expect(second.index == first.index)
        #expect(slab[first] == nil)
        #expect(slab[second]?.pointee == "second")
        slab.remove(first)
        #expect(slab.count == 1)
    }

    @Test("elements stay where they are while others are added")
    func stableAddresses() {
        let slab = Slab<Int>()
        let handles = (0..<1_000).map { slab.insert($0) }
        let pointers = handles.map { slab[$0] }
        let more = (1_000..<5_000).map { slab.insert($0) }
        #expect(handles.map { slab[$0] } == pointers)
        #expect((handles + more).map { slab[$0]?.pointee } == Array(0..<5_000))
    }

    @Test("steps lead to all elements in a circle, past empty places")
    func steps() {
        let slab = Slab<Int>()
        var place = 0
        #expect(slab.step(&place) == nil && place == 0)
        let handles = (0..<200).map { slab.insert($0) }
        for handle in handles where handle.index % 3 == 0 { slab.remove(handle) }
        for round in 1...3 {
            var seen: [Int] = []
            for _ in 0..<slab.count {
                guard let (handle, element) = slab.step(&place) else { continue }
                #expect(slab[handle] == element)
                seen.append(element.pointee)
            }
            #expect(seen.sorted() == (0..<200).filter { $0 % 3 != 0 }, "round \(round)")
        }
    }

    @Test("a visitor may remove the element it is shown")
    func removalWhileVisiting() {
        let slab = Slab<Int>()
        for number in 0..<300 { _ = slab.insert(number) }
        slab.forEach { handle, number in
            if number.pointee % 3 == 0 { slab.remove(handle) }
        }
        var left: [Int] = []
        slab.forEach { left.append($1.pointee) }
        #expect(left.sorted() == (0..<300).filter { $0 % 3 != 0 })
    }

    @Test("a handle survives its way through the kernel")
    func token() {
        let handle = Slab<Int>.Handle(index: .max, generation: 0xFFF_FFFF)
        let token = EventToken(rawValue: EventToken(.session, handle).rawValue)
        #expect(token.kind == .session)
        #expect(token.handle() == handle)
        #expect(EventToken.wakeup.kind == .wakeup)
    }
}
