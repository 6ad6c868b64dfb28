// SPDX-License-Identifier: Apache-2.0

public import Hashing

/// The end of an audit log, to which the next entry is tied.
///
/// Every entry's hash covers the hash before it, so that nothing in the middle can be changed, taken out, put in or moved without a trace.
/// That nothing was cut off at the end shows only when the end is known from elsewhere: keep `length` and `head` with each report.
public struct AuditChain: Hashable, Codable, Sendable {
  /// How many entries there are.
  public private(set) var length: Int64
  /// The hash of the last; `AuditEntry.origin` when there is none.
  public private(set) var head: Digest

  /// The end of an empty log.
  public init() {
    length = 0
    head = AuditEntry.origin
  }

  /// The end of a log of `length` entries.
  init(length: Int64, head: Digest) {
    self.length = length
    self.head = head
  }

  /// The end of a log whose last entry is `last`.
  public init(after last: AuditEntry) {
    length = last.sequence
    head = last.hash
  }

  /// Seals `event` as the next entry. The caller stores it, in the transaction of the change it records.
  public mutating func append(_ event: AuditEvent) -> AuditEntry {
    let entry = AuditEntry(sealing: event, sequence: length + 1, previousHash: head)
    self = AuditChain(after: entry)
    return entry
  }

  /// The first entry that is not what it was, or not where it was; nothing when the log is whole.
  /// - Parameters:
  ///   - entries: the log as stored, in stored order.
  ///   - end: the end it should have, known from elsewhere. Without it, entries cut off at the end go unnoticed.
  public static func verify(_ entries: [AuditEntry], end: AuditChain? = nil) -> AuditFault? {
    var chain = AuditChain()
    for (index, entry) in entries.enumerated() {
      if let fault = chain.fault(of: entry, at: index, in: entries, end: end) { return fault }
      chain = AuditChain(after: entry)
    }
    guard let end, chain != end else { return nil }
    if chain.length < end.length { return AuditFault(sequence: chain.length + 1, kind: .missing(through: end.length)) }
    return AuditFault(sequence: chain.length, kind: chain.length == end.length ? .resealed : .inserted)
  }

  // MARK: -

  /// What is wrong with `entry` as the next one, or, when its follower vouches for it, with the one before.
  private func fault(of entry: AuditEntry, at index: Int, in entries: [AuditEntry], end: AuditChain?) -> AuditFault? {
    guard entry.isIntact else { return AuditFault(sequence: entry.sequence, kind: .changed) }
    let expected = length + 1
    if entry.sequence == expected, entry.previousHash == head { return nil }
    if entry.sequence > expected {
      let isLater = entries[index...].contains { $0.sequence == expected && $0.previousHash == head }
      return AuditFault(sequence: isLater ? entry.sequence : expected, kind: isLater ? .moved : .missing(through: entry.sequence - 1))
    }
    // The place is taken, or the tie to the entry before is broken: one of the two is false. The one a later entry is tied to is genuine.
    let isVouchedFor = entries[(index + 1)...].first.map { $0.previousHash == entry.hash } ?? (end.map { $0.head == entry.hash } ?? true)
    if entry.sequence == length {
      let isSibling = index > 0 && entry.previousHash == entries[index - 1].previousHash && entry != entries[index - 1]
      return AuditFault(sequence: entry.sequence, kind: .inserted, isPreceding: isSibling && isVouchedFor)
    }
    if entry.sequence < expected { return AuditFault(sequence: entry.sequence, kind: .inserted) }
    return index > 0 && isVouchedFor
      ? AuditFault(sequence: length, kind: .resealed) : AuditFault(sequence: entry.sequence, kind: .resealed)
  }
}
