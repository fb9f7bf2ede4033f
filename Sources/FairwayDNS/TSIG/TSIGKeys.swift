/// The keys that a server knows.
package struct TSIGKeys: Sendable {
    private let keys: [DomainName: TSIGKey]

    /// - Parameter keys: of two with one name the first counts.
    package init(_ keys: [TSIGKey]) {
        self.keys = Dictionary(keys.map { ($0.name, $0) }) { first, _ in first }
    }

    /// What has become of a request's signature.
    package enum Verdict: Sendable {
        /// It is right: the answers are to be signed.
        case verified(TSIGSession)
        /// It is not: the answer is NOTAUTH, with what `refusal` appends to it.
        case refused(TSIGFailure, TSIGRefusal)
        /// It cannot be told: the answer is FORMERR.
        case malformed(TSIGFailure)
    }

    /// Verifies a request (RFC 8945 §5.2) at `now` seconds since 1970; `nil` for one that is not signed.
    ///
    /// First the key is looked at, then the code, then the time and the code's length.
    package func verify(_ request: [UInt8], at now: UInt64) -> Verdict? {
        do throws(TSIGFailure) {
            guard let signed = try SignedMessage(verifying: request) else { return nil }
            return try verdict(signed, at: now)
        } catch {
            return .malformed(error)
        }
    }

    private func verdict(_ signed: SignedMessage, at now: UInt64) throws(TSIGFailure) -> Verdict {
        let record = signed.record
        guard let key = keys[record.key], key.algorithm.name == record.algorithm else {
            return .refused(.badKey(record.key), TSIGRefusal(request: record, error: .badKey))
        }
        let session = TSIGSession(key: key, request: record)
        do throws(TSIGFailure) {
            try key.verify(record, over: record.digestInput(of: signed.unsigned, after: []))
            try record.checkTime(now)
            guard record.mac.count == key.algorithm.codeLength else { throw .badTruncation(record.key) }
        } catch {
            switch error {
            case .badSignature:
                return .refused(error, TSIGRefusal(request: record, error: .badSignature))
            case .badTime:
                return .refused(error, TSIGRefusal(request: record, error: .badTime, session: session))
            case .badTruncation:
                return .refused(error, TSIGRefusal(request: record, error: .badTruncation, session: session))
            default: throw error
            }
        }
        return .verified(session)
    }
}

/// What is appended to an answer to say why a request is not believed.
package struct TSIGRefusal: Sendable {
    private let request: TSIGRecord
    package let error: TSIGError
    /// By which it is signed, where the request was signed rightly, if at the wrong time.
    private let session: TSIGSession?

    init(request: TSIGRecord, error: TSIGError, session: TSIGSession? = nil) {
        self.request = request
        self.error = error
        self.session = session
    }

    /// Appends the TSIG record, at `now` seconds since 1970.
    package func append(to message: inout [UInt8], at now: UInt64) throws(WireError) {
        guard var session else {
            try message.appendUnsigned(request, error: error)
            return
        }
        let isTime = error == .badTime
        let time = (0..<6).map { UInt8(truncatingIfNeeded: now >> (40 - 8 * UInt64($0))) }
        // The time of the request, so that its sender, whose clock is wrong, believes the answer (RFC 8945 §5.2.3).
        try session.signRefusal(
            &message, error: error, timeSigned: isTime ? request.timeSigned : now, otherData: isTime ? time : [])
    }
}
