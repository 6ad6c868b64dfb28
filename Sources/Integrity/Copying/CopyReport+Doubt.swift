// SPDX-License-Identifier: Apache-2.0

extension CopyReport {
  /// The same report where something came to light after the copy that speaks against trusting it or erasing its source, a sentence each.
  public func doubted(_ doubts: [String]) -> CopyReport {
    guard !doubts.isEmpty else { return self }
    var report = self
    if status == .clean { report.status = .partial }
    report.reasons = (safeToErase ? [] : reasons) + doubts
    report.safeToErase = false
    return report
  }

  /// The same report where something came to light that speaks against erasing the source, a sentence each, though the copy itself is proved.
  public func reserved(_ reservations: [String]) -> CopyReport {
    guard !reservations.isEmpty else { return self }
    var report = self
    report.reasons = (safeToErase ? [] : reasons) + reservations
    report.safeToErase = false
    return report
  }

  /// The same report once what is due was kept: a note more for each copy beside which that could not be done.
  public func keepingRefusals() -> CopyReport {
    var report = self
    report.refusals = []
    report.notes += refusals.compactMap { $0.keep() }
    return report
  }
}
