/// A request and what answers it, each signed after the one before (RFC 8945 §5.3).
///
/// A client signs its request and verifies the answers; a server verifies the request (`TSIGKeys`) and signs the answers.
package struct TSIGSession: Sendable {
    package let key: TSIGKey
    /// By how many seconds clocks may differ (RFC 8945 §10).
    package static let fudge: UInt16 = 300

    /// The code of the last message that was signed or verified; empty: there was none.
    private var previous: [UInt8] = []
    /// The answers since then that were not signed.
    private var unsigned: [UInt8] = []
    /// Whether one answer at least has been signed or verified.
    private var isFollowing = false
    /// How many answers since then were not signed.
    private var unsignedCount = 0

    /// A client's, that has asked nothing yet.
    package init(key: TSIGKey) {
        self.key = key
    }

    /// A server's, that has verified a request.
    init(key: TSIGKey, request: TSIGRecord) {
        self.key = key
        previous = request.mac
    }

    /// Whether everything that was verified so far is signed: a transfer is not over before.
    package var isSettled: Bool { unsignedCount == 0 && !previous.isEmpty }

    /// Signs a client's request, at `now` seconds since 1970.
    package mutating func signRequest(_ message: inout [UInt8], at now: UInt64) throws(WireError) {
        previous = []
        isFollowing = false
        try sign(&message, record(for: message, at: now))
    }

    /// Signs a server's next answer, at `now` seconds since 1970.
    package mutating func signAnswer(_ message: inout [UInt8], at now: UInt64) throws(WireError) {
        try sign(&message, record(for: message, at: now))
        isFollowing = true
    }

    /// The bytes that a signature adds to a message.
    package var signatureLength: Int {
        key.name.wire.count + 10 + key.algorithm.name.wire.count + 16 + key.algorithm.codeLength
    }

    private func record(for message: [UInt8], at now: UInt64) -> TSIGRecord {
        TSIGRecord(
            key: key.name, algorithm: key.algorithm.name, timeSigned: now & 0xFFFF_FFFF_FFFF, fudge: Self.fudge,
            mac: [], originalID: message.count > 1 ? UInt16(message[0]) << 8 | UInt16(message[1]) : 0)
    }

    private mutating func sign(_ message: inout [UInt8], _ unfinished: TSIGRecord) throws(WireError) {
        var record = unfinished
        record.mac = key.code(
            of: record.digestInput(of: message, after: previous, isFollowing: isFollowing))
        try message.append(record)
        previous = record.mac
    }

    /// Signs an answer that says what is wrong with the request's signature (RFC 8945 §5.3.2).
    mutating func signRefusal(
        _ message: inout [UInt8], error: TSIGError, timeSigned: UInt64, otherData: [UInt8]
    ) throws(WireError) {
        var record = record(for: message, at: timeSigned)
        record.error = error
        record.otherData = otherData
        try sign(&message, record)
    }

    /// Verifies the next answer to a client's request, at `now` seconds since 1970.
    ///
    /// Of several answers the first is signed, and one in a hundred of the others (RFC 8945 §5.3.1): see `isSettled`.
    package mutating func verifyAnswer(_ message: [UInt8], at now: UInt64) throws(TSIGFailure) {
        guard let signed = try SignedMessage(verifying: message) else {
            guard isFollowing, unsignedCount < 99 else { throw .unsigned }
            unsigned += message
            unsignedCount += 1
            return
        }
        let record = signed.record
        guard record.key == key.name, record.algorithm == key.algorithm.name else { throw .badKey(record.key) }
        // Who does not know the key cannot sign that.
        if record.mac.isEmpty, record.error != .none { throw .refused(record.key, record.error) }
        let input = record.digestInput(
            of: signed.unsigned, after: previous, unsigned: unsigned, isFollowing: isFollowing)
        try key.verify(record, over: input)
        guard record.error == .none else { throw .refused(record.key, record.error) }
        try record.checkTime(now)
        guard record.mac.count == key.algorithm.codeLength else { throw .badTruncation(record.key) }
        previous = record.mac
        (unsigned, unsignedCount, isFollowing) = ([], 0, true)
    }
}

extension TSIGKey {
    /// Checks the code of a record, or of a shortened one its beginning, in a time that says nothing about where it differs.
    func verify(_ record: TSIGRecord, over input: [UInt8]) throws(TSIGFailure) {
        let whole = algorithm.codeLength
        guard (algorithm.shortestCode...whole).contains(record.mac.count) else {
            throw .malformed(.badRecordData(.tsig))
        }
        let difference = zip(record.mac, code(of: input)).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        guard difference == 0 else { throw .badSignature(record.key) }
    }
}

extension TSIGRecord {
    func checkTime(_ now: UInt64) throws(TSIGFailure) {
        let difference = now > timeSigned ? now - timeSigned : timeSigned - now
        guard difference <= UInt64(fudge) else { throw .badTime(key, signed: timeSigned, now: now) }
    }
}

extension SignedMessage {
    init?(verifying bytes: [UInt8]) throws(TSIGFailure) {
        do throws(WireError) {
            guard let message = try SignedMessage(bytes) else { return nil }
            self = message
        } catch {
            throw .malformed(error)
        }
    }
}

extension [UInt8] {
    /// Appends a TSIG record to a message, and counts it.
    fileprivate mutating func append(_ record: TSIGRecord) throws(WireError) {
        guard count >= MessageHeader.length, additionalCount < UInt16.max else { throw .tooLarge }
        var writer = WireWriter()
        try writer.write(record)
        let bytes = writer.finish()
        guard count + bytes.count <= Int(UInt16.max) else { throw .tooLarge }
        self += bytes
        setUInt16(additionalCount + 1, at: 10)
    }
}

extension [UInt8] {
    /// Appends to an answer what cannot be signed: that the request's key or signature is wrong.
    mutating func appendUnsigned(_ request: TSIGRecord, error: TSIGError) throws(WireError) {
        var record = request
        record.mac = []
        record.error = error
        record.otherData = []
        try append(record)
    }
}
