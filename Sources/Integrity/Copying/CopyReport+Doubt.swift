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
}
