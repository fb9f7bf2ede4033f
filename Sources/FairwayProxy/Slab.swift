/// Values at fixed addresses, found by small numbers that tell a value from a later one in the same place.
///
/// A pointer to an element stays good until that element is removed; adding others does not move it. For one thread.
final class Slab<Element> {
    /// Names an element. After its removal it names nothing.
    struct Handle: Hashable {
        var index: UInt32
        /// Of 28 bits, so that a handle fits into an event's token. Odd while the element lives.
        var generation: UInt32
    }

    private static var chunkSize: Int { 128 }

    private var chunks: [UnsafeMutablePointer<Element>] = []
    private var generations: [UInt32] = []
    private var free: [UInt32] = []
    private(set) var count = 0

    deinit {
        removeAll()
        chunks.forEach { $0.deallocate() }
    }

    /// The element, until it is removed; `nil` when that has happened.
    subscript(handle: Handle) -> UnsafeMutablePointer<Element>? {
        let index = Int(handle.index)
        guard index < generations.count, generations[index] == handle.generation else { return nil }
        return address(index)
    }

    func insert(_ element: consuming Element) -> Handle {
        if free.isEmpty { grow() }
        let index = Int(free.removeLast())
        address(index).initialize(to: element)
        generations[index] = (generations[index] + 1) & 0xFFF_FFFF
        count += 1
        return Handle(index: UInt32(index), generation: generations[index])
    }

    func remove(_ handle: Handle) {
        guard let element = self[handle] else { return }
        element.deinitialize(count: 1)
        generations[Int(handle.index)] = (handle.generation + 1) & 0xFFF_FFFF
        free.append(handle.index)
        count -= 1
    }

    /// Goes on from one place to the next at which there is an element, in a circle.
    /// - Returns: that element; `nil` where there is none at all.
    func step(_ place: inout Int) -> (handle: Handle, element: UnsafeMutablePointer<Element>)? {
        guard count > 0 else { return nil }
        repeat {
            place = place + 1 < generations.count ? place + 1 : 0
        } while generations[place] & 1 == 0
        return (Handle(index: UInt32(place), generation: generations[place]), address(place))
    }

    /// Visits every element. The body may remove the one it is given.
    func forEach(_ body: (Handle, UnsafeMutablePointer<Element>) -> Void) {
        guard count > 0 else { return }
        for index in generations.indices where generations[index] & 1 == 1 {
            body(Handle(index: UInt32(index), generation: generations[index]), address(index))
        }
    }

    private func removeAll() {
        forEach { handle, _ in remove(handle) }
    }

    private func address(_ index: Int) -> UnsafeMutablePointer<Element> {
        chunks[index / Self.chunkSize] + index % Self.chunkSize
    }

    private func grow() {
        let start = generations.count
        chunks.append(.allocate(capacity: Self.chunkSize))
        generations.append(contentsOf: repeatElement(0, count: Self.chunkSize))
        free.append(contentsOf: (start..<start + Self.chunkSize).reversed().map { UInt32($0) })
    }
}
