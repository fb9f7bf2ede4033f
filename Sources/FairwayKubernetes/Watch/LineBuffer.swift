import NIOCore

/// Lines out of chunks that end anywhere.
struct LineBuffer: ~Copyable {
    /// A line that grew beyond the limit; the stream cannot be followed further.
    struct TooLong: Error, Equatable {
        var limit: Int
    }

    private let limit: Int
    private var buffer = ByteBuffer()
    /// How much of `buffer` is known to hold no newline, so that a long line is not searched again for every chunk.
    private var searched = 0

    /// - Parameter limit: the longest line, in bytes.
    init(limit: Int) {
        self.limit = limit
    }

    mutating func append(_ chunk: ByteBuffer) {
        buffer.writeImmutableBuffer(chunk)
    }

    /// The next whole line without its end; `nil` while there is none. Empty lines are passed over.
    mutating func next() throws(TooLong) -> ByteBuffer? {
        while let length = lengthOfLine() {
            guard length <= limit else { throw TooLong(limit: limit) }
            searched = 0
            let line = buffer.readSlice(length: length)
            buffer.moveReaderIndex(forwardBy: 1)
            guard length > 0 else { continue }
            return line
        }
        searched = buffer.readableBytes
        guard searched <= limit else { throw TooLong(limit: limit) }
        buffer.discardReadBytes()
        return nil
    }

    private func lengthOfLine() -> Int? {
        let unsearched = buffer.readableBytesView.dropFirst(searched)
        return unsearched.firstIndex(of: UInt8(ascii: "\n")).map { $0 - buffer.readerIndex }
    }
}
