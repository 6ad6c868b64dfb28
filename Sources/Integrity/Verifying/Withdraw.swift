// SPDX-License-Identifier: Apache-2.0

public import Files

/// Lets files go that are on record and were removed on purpose: see `Withdrawal`. `Reinstate` takes that back.
///
/// Everything that stays is read and compared, so that the generation which lets something go vouches for the rest.
public struct Withdraw: Sendable {
  private let scope: String
  private let paths: [ContainedPath]
  private let signature: Signature

  /// Lets `paths` go, files or folders, from the scope of the history in the folder `scope`.
  public init(_ scope: String, paths: [ContainedPath], signature: Signature) {
    self.scope = scope
    self.paths = paths
    self.signature = signature
  }

  /// Adds the generation. Blocks until done.
  /// - Throws: `IntegrityError`: `refused` where nobody answers for it, gives no reason, or the entry is still there or on no record; what a
  ///   `HistoryPass` throws.
  public func run(
    cancellation: Cancellation = Cancellation(), progress: (@Sendable (IntegrityProgress) -> Void)? = nil
  ) throws(IntegrityError) -> VerificationReport {
    guard let record = try HistoryRecord(scope: scope) else { throw IntegrityError(.noHistory, scope, "has no ASC MHL history") }
    try Self.check(signature, of: scope, "let go")
    let inhabited = record.places.keys.foldersAround
    var lines: [String] = []
    for path in paths {
      if let inner = try Self.history(around: path, in: scope) {
        let advice = "let it go there: lineup mhl withdraw \(scope)/\(inner) --path \(path.text.dropFirst(inner.text.count + 1))"
        throw IntegrityError(.refused, "\(scope)/\(path)", "belongs to the history of \(scope)/\(inner), which would miss it still; \(advice)")
      }
      guard record.entry(path) != nil || record.folders[path] != nil || inhabited.contains(path) else {
        throw IntegrityError(.refused, "\(scope)/\(path)", "is not on record there, so it cannot be missing; check the path")
      }
      let isGone: Bool
      do throws(FilesError) { isGone = try FileFacts.ifExists("\(scope)/\(path)") == nil } catch {
        throw IntegrityError(.unreadable, "\(scope)/\(path)", error.explanation)
      }
      guard isGone else {
        throw IntegrityError(.refused, "\(scope)/\(path)", "is still there: move or delete it first. Lineup deletes nothing")
      }
      lines.append(Withdrawal.pattern(for: path))
    }
    var pass = HistoryPass(scope, as: .create, signature: signature)
    pass.ignorePatterns = lines
    pass.withdrawing = Withdrawal.all(of: paths, by: signature.creator(signature.clock.now), generation: nil)
    return try pass.run(cancellation: cancellation, progress: progress)
  }

  // MARK: -

  /// Refuses what nobody answers for, or gives no reason for.
  static func check(_ signature: Signature, of scope: String, _ done: String) throws(IntegrityError) {
    guard signature.authors.contains(where: { $0.name.contains { !$0.isWhitespace } }) else {
      throw IntegrityError(.refused, scope, "nothing is \(done) unless somebody answers for it: name the person with --author")
    }
    guard signature.comment?.contains(where: { !$0.isWhitespace }) == true else {
      throw IntegrityError(.refused, scope, "nothing is \(done) without a reason: give it with --comment")
    }
  }

  /// The closest folder below the scope that has a history and `path` in it.
  static func history(around path: ContainedPath, in scope: String) throws(IntegrityError) -> ContainedPath? {
    var folder = path.parent
    while let above = folder {
      if !FileFacts.isAbsent("\(scope)/\(above)"), try History.stands(in: "\(scope)/\(above)") { return above }
      folder = above.parent
    }
    return nil
  }
}
