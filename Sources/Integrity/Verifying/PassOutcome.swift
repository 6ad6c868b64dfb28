// SPDX-License-Identifier: Apache-2.0

import Files

/// What a pass over a history came to, on its way to a report.
struct PassOutcome {
  let faults: [HistoryFault]
  var failed: [CopyReport.Failure]
  /// What could not be looked at, so that nothing is known of it.
  private var unread: [CopyReport.Failure] = []
  var notes: [String]
  var manifests: [String] = []
  var generation: Int?
  private let pass: HistoryPass
  private let comparison: Comparison

  init(_ pass: HistoryPass, _ comparison: Comparison, _ faults: [HistoryFault]) {
    self.pass = pass
    self.comparison = comparison
    self.faults = faults
    failed = comparison.failed
    notes = faults.map(\.text)
    for node in comparison.tree.nodes {
      let prefix = node.folder.map { "\($0): " } ?? ""
      notes += node.record.notes.map { prefix + $0 }
    }
    notes += comparison.notes
    let returned = comparison.tree.returned
    let back = Set(returned.map(\.withdrawal.path))
    let gone = comparison.withdrawn.filter { !back.contains($0.path) }.sorted { $0.path < $1.path }
    notes += Withdrawal.wordsOfReturn(returned) + Withdrawal.words(gone) + Withdrawal.wordsOfUndoing(pass.reinstating)
    if !comparison.newEmptyFolders.isEmpty {
      notes.append("new and without a file in \(comparison.newEmptyFolders.count == 1 ? "it" : "them"): \(comparison.newEmptyFolders.listed)")
    }
    for (maker, litter) in Dictionary(grouping: comparison.tree.litter, by: \.maker).sorted(by: { $0.key < $1.key }) {
      let paths = litter.map { $0.path.text + ($0.isFolder ? "/" : "") }
      notes.append("left out of the history unread, since by name it is what \(maker) leaves in folders: \(paths.listed)")
    }
    for oddity in comparison.tree.oddities {
      switch oddity.kind {
      case .unreadable: unread.append(.init(path: oddity.path, reason: oddity.text))
      case .link, .special, .unnameable, .leftOver: notes.append("left out: \(oddity.path): \(oddity.text)")
      case .history: break
      }
    }
  }

  /// The report. In a history's first generation everything is new, which need not be said file by file.
  func report(seconds: Double) -> VerificationReport {
    let tree = comparison.tree
    let isFirst = tree.nodes[0].record.generations.isEmpty
    var new = isFirst ? [] : comparison.newFiles.map { tree.files[$0].path.text }
    // What a link leads to may be anything: it counts as new, and a note says why nothing of it was read.
    if pass.kind != .create { new += tree.oddities.filter { $0.kind == .link }.map(\.path) }
    let isRejected = !failed.isEmpty || !comparison.missing.isEmpty || !faults.isEmpty
    let leavesOut = tree.oddities.contains { [.link, .special, .unnameable].contains($0.kind) }
    // A file that no manifest can name is one that nothing vouches for, as a new one is.
    let isUnnamed = tree.oddities.contains { $0.kind == .unnameable }
    let unchecked = comparison.leftOutRecorded
    let verified = comparison.findings.count { $0 == .verified }
    // A history could leave out its own files, and then vouch for nothing.
    let compared = pass.kind == .diff ? comparison.present : verified
    let isBlind = !unchecked.isEmpty || !tree.returned.isEmpty || isUnnamed || !unread.isEmpty || compared == 0 && tree.leftOutFiles > 0
    let isPartial =
      pass.kind == .create
      ? leavesOut || !unread.isEmpty || !tree.returned.isEmpty || !unchecked.isEmpty : !new.isEmpty || isBlind
    var notes = notes
    if !unchecked.isEmpty { notes.append("on record, and not compared because a pattern leaves it out: \(unchecked.sorted().listed)") }
    if tree.leftOutFiles > 0 {
      let files = "\(CountText(tree.leftOutFiles, "file")) \(tree.leftOutFiles == 1 ? "is" : "are")"
      notes.append("\(files) left out by pattern: \(tree.leftOutPatterns.listed)")
    }
    notes += tree.untriedPatterns + [comparison.readBack?.doubtOfVerification].compactMap(\.self)
    let generations = tree.nodes.reduce(0) { $0 + $1.record.generations.count } + manifests.count
    let isListed = pass.standAlone != nil
    return VerificationReport(
      status: isRejected ? .rejected : isPartial ? .partial : .clean,
      against: isListed ? pass.scope : "\(tree.scope)/\(GenerationName.folder)",
      verified: verified, bytes: comparison.bytes, seconds: seconds, failed: failed + unread,
      missing: comparison.missing, new: new, chain: isListed ? nil : .init(generations: generations, intact: faults.isEmpty), notes: notes,
      generation: generation, manifests: manifests,
      renamed: comparison.renames.map { .init(from: $0.from.text + ($0.isFolder ? "/" : ""), to: $0.to.text + ($0.isFolder ? "/" : "")) },
      listed: comparison.present + comparison.absent, present: comparison.present,
      recorded: manifests.isEmpty ? 0 : comparison.findings.count { $0 == .original }, readBack: comparison.readBack)
  }
}
