// SPDX-License-Identifier: Apache-2.0

public import Files

/// Takes back that files were let go: from then on they count as they did before. See `Withdrawal`.
///
/// Everything is read and compared as `Withdraw` does it. What is not there is missing again. A file that is there and is not the one on record stays
/// let go: ASC MHL has no way to record another file under its name, and it would have failed for ever.
public struct Reinstate: Sendable {
  private let scope: String
  private let paths: [ContainedPath]
  private let signature: Signature

  /// Takes back that `paths`, files or folders, were let go from the scope of the history in the folder `scope`.
  public init(_ scope: String, paths: [ContainedPath], signature: Signature) {
    self.scope = scope
    self.paths = paths
    self.signature = signature
  }

  /// Adds the generation. Blocks until done.
  /// - Throws: `IntegrityError`: `refused` where nobody answers for it, gives no reason, or a path was not let go or is there with other contents; what a
  ///   `HistoryPass` throws.
  public func run(
    cancellation: Cancellation = Cancellation(), progress: (@Sendable (IntegrityProgress) -> Void)? = nil
  ) throws(IntegrityError) -> VerificationReport {
    guard let record = try HistoryRecord(scope: scope) else { throw IntegrityError(.noHistory, scope, "has no ASC MHL history") }
    try Withdraw.check(signature, of: scope, "taken back")
    let back = try standing(record)
    let lines = back.map { Withdrawal.exception(for: $0.path) }
    let present = back.map(\.path).filter { !FileFacts.isAbsent("\(scope)/\($0)") }
    if !present.isEmpty {
      var look = HistoryPass(scope, as: .look, signature: signature)
      (look.parts, look.ignorePatterns, look.reinstating) = (present, lines, back)
      if let other = try look.run(cancellation: cancellation).failed.first {
        throw IntegrityError(
          .refused, "\(scope)/\(other.path)",
          "is not as it was when it was let go, so that this cannot be taken back: \(other.reason). Keep it under another name, which is recorded anew"
        )
      }
    }
    var pass = HistoryPass(scope, as: .create, signature: signature)
    (pass.ignorePatterns, pass.reinstating) = (lines, back)
    return try pass.run(cancellation: cancellation, progress: progress)
  }

  // MARK: -

  /// What is taken back, as it was said.
  private func standing(_ record: HistoryRecord) throws(IntegrityError) -> [Withdrawal] {
    let all = record.generations.withdrawals
    let byPath = Dictionary(all.map { ($0.path, $0) }) { first, _ in first }
    let wanted = Set(paths)
    let rest = Withdrawals(all.filter { !wanted.contains($0.path) })
    var back: [Withdrawal] = []
    for path in Set(paths).sorted() {
      if let above = rest.covering(path) {
        throw IntegrityError(
          .refused, "\(scope)/\(path)", "was let go with all that was in ‘\(above.path)’: take that back, --path \(above.path)")
      }
      if let one = byPath[path] {
        back.append(one)
        continue
      }
      if let inner = try Withdraw.history(around: path, in: scope) {
        let advice = "take it back there: lineup mhl withdraw --undo \(scope)/\(inner) --path \(path.text.dropFirst(inner.text.count + 1))"
        throw IntegrityError(.refused, "\(scope)/\(path)", "belongs to the history of \(scope)/\(inner); \(advice)")
      }
      throw IntegrityError(.refused, "\(scope)/\(path)", "was not let go there; ‘lineup mhl info’ tells what was")
    }
    return back
  }
}
