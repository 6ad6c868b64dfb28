// SPDX-License-Identifier: Apache-2.0

import Files

extension CopyReport {
  enum CodingKeys: String, CodingKey {
    case status, source, verification, files, bytes, complete, completeBytes, started, firstStarted, finished, attempts, resumedBytes
    case sourceVolume, seconds, bytesPerSecond, destinations, items, failed, lastLook, skipped, notes, safeToErase, reasons
  }

  /// Reads a report; one of an earlier version, which lacks what was added since, as well.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    status = try values.decode(IntegrityStatus.self, forKey: .status)
    source = try values.decode(String.self, forKey: .source)
    verification = try values.decode(CopyPlan.Verification.self, forKey: .verification)
    files = try values.decode(Int.self, forKey: .files)
    bytes = try values.decode(Int64.self, forKey: .bytes)
    complete = try values.decode(Int.self, forKey: .complete)
    completeBytes = try values.decode(Int64.self, forKey: .completeBytes)
    started = try values.decode(Timestamp.self, forKey: .started)
    seconds = try values.decode(Double.self, forKey: .seconds)
    bytesPerSecond = try values.decode(Double.self, forKey: .bytesPerSecond)
    destinations = try values.decode([Destination].self, forKey: .destinations)
    items = try values.decode(Items.self, forKey: .items)
    failed = try values.decode([Failure].self, forKey: .failed)
    skipped = try values.decode([Failure].self, forKey: .skipped)
    notes = try values.decode([String].self, forKey: .notes)
    safeToErase = try values.decode(Bool.self, forKey: .safeToErase)
    reasons = try values.decode([String].self, forKey: .reasons)
    // Since resuming inside files.
    firstStarted = try values.decodeIfPresent(Timestamp.self, forKey: .firstStarted) ?? started
    let end = started.later(by: seconds)
    finished = try values.decodeIfPresent(Timestamp.self, forKey: .finished) ?? end
    attempts = try values.decodeIfPresent(Int.self, forKey: .attempts) ?? 1
    resumedBytes = try values.decodeIfPresent(Int64.self, forKey: .resumedBytes) ?? 0
    sourceVolume = try values.decodeIfPresent(VolumeSummary.self, forKey: .sourceVolume)
    // Since the source is looked at again after destinations were brought up.
    lastLook = try values.decodeIfPresent(LastLook.self, forKey: .lastLook)
  }
}

extension Timestamp {
  /// The moment so many seconds later; the same one where the number of seconds is none.
  fileprivate func later(by seconds: Double) -> Timestamp {
    guard seconds.isFinite, abs(seconds) < 1e9 else { return self }
    return Timestamp(seconds: self.seconds, nanoseconds: Int64(nanoseconds) + Int64(seconds * 1e9))
  }
}
