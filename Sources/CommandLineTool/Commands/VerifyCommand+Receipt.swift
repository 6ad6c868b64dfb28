// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Catalog
import Custody
import Files
import Hashing
import Integrity
import Operations

/// Whose receipts count.
struct TrustOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Of a receipt: the fingerprint of the facility's key, or the file of its public key.", valueName: "fingerprint|key.pem"),
    completion: .file())
  var trust: String?

  /// What was asked for: a fingerprint however it is grouped, or a key file.
  func resolved() throws -> VerifyReceipt.Trust {
    guard let trust else { return .anyKey }
    if let fingerprint = VerifyingKey.fingerprint(trust) { return .fingerprint(fingerprint) }
    guard try FileFacts.ifExists(trust) != nil else {
      throw ValidationError("‘\(trust)’ is neither a fingerprint (64 hexadecimal digits, in groups or not) nor the file of a public key")
    }
    return .key(try KeyFile.publicKey(at: trust))
  }
}

extension VerifyCommand {
  /// Checks a receipt, where one was named: `verify FOLDER --against RECEIPT`, or `verify RECEIPT` alone. Nothing where none was.
  ///
  /// Who names a key to trust means a receipt, whatever the file has become.
  func verifyReceipt(_ console: Console) async throws -> ExitStatus? {
    let receipt = (path: against ?? path, folder: against == nil ? nil : path)
    if trust.trust == nil {
      guard VerifyReceipt.isReceipt(at: receipt.path) || isMeantForReceipt else { return nil }
    } else if try FileFacts.of(receipt.path).kind == .folder {
      throw ValidationError("only receipts are signed: name the receipt with --against, or leave out --trust")
    }
    let environment = try Session.environment(console, workspace: workspace.path, making: false)
    let report = try await VerifyReceipt(receipt.path, folder: receipt.folder, trust: trust.resolved()).run(in: environment)
    try environment.note("receipt.\(report.status.rawValue)", subject: receipt.path, ["verified": report.verified, "failed": report.failed.count])
    describe(report, folder: receipt.folder, on: console)
    try console.document(report)
    return ExitStatus(WorkStatus(report.status))
  }

  /// Whether a receipt can only be meant: none of the lists that are read ends in .json. A file that is verified by itself may be one of a folder.
  private var isMeantForReceipt: Bool {
    guard let against else { return path.lowercased().hasSuffix(".json") && !Verifier.hasHistory(around: path) && isFile(path) }
    return against.lowercased().hasSuffix(".json") && isFile(against)
  }

  private func isFile(_ path: String) -> Bool { (try? FileFacts.of(path).kind) == .file }

  private func describe(_ report: ReceiptReport, folder: String?, on console: Console) {
    let finding = report.receipt
    switch (finding.signature, finding.trusted) {
    case (.broken, _) where finding.reason != nil && !VerifyReceipt.isReceipt(at: report.against):
      console.say("NO RECEIPT: \(finding.reason ?? "")")
    case (.broken, _): console.say("SIGNATURE BROKEN: \(finding.reason ?? "\(report.against) was changed after it was signed")")
    case (.sound, true?): console.say("signature sound, by the trusted key \(finding.fingerprint ?? "")")
    case (.sound, false?): console.say("NOT THE TRUSTED KEY: signed, soundly, by key \(finding.fingerprint ?? "")")
    case (.sound, nil):
      console.say("signature sound, by key \(finding.fingerprint ?? "")")
      console.say("  Compare this fingerprint with the one that the facility tells you, or give it with --trust.")
    }
    if let receipt = finding.receipt, finding.signature == .sound { describe(receipt, on: console) }
    if let folder, finding.signature == .sound, finding.trusted != false {
      let read = "\(ByteText(report.bytes)) read"
      switch report.status {
      case .clean: console.say("clean: \(folder) is what was received, \(CountText(report.verified, "file")), \(read)")
      case .partial: console.say("partial: \(folder) is what was received, \(CountText(report.verified, "file")), and more besides; \(read)")
      default: console.say("rejected: \(folder) is not what was received; \(read)")
      }
    }
    for failure in report.failed { console.say("  failed: \(failure.path): \(failure.reason)") }
    for path in report.missing { console.say("  missing: \(path)") }
    for path in report.new { console.say("  new: \(path)") }
    for note in report.notes { console.say("  note: \(note)") }
  }

  private func describe(_ receipt: Receipt, on console: Console) {
    let facility = receipt.by.facility.map { "\($0), " } ?? ""
    console.say("  \(receipt.folder): \(CountText(receipt.files, "file")), \(ByteText(receipt.bytes)), received \(receipt.received)")
    console.say("  issued \(receipt.issued) by \(facility)\(receipt.by.user) on \(receipt.by.host) with \(receipt.by.tool)")
    if let recipient = receipt.recipient { console.say("  for \(recipient)") }
    if let comment = receipt.comment { console.say("  comment: \(comment)") }
    console.say(reservationsOf: receipt)
    for hash in receipt.rootHashes { console.say("  \(hash.algorithm.rawValue) content \(hash.content.text), structure \(hash.structure.text)") }
    for copy in receipt.copies { console.say("  copy \(copy.path), manifest \(copy.manifest)") }
  }
}

extension Console {
  /// What a receipt does not cover, and what else must be known with it.
  func say(reservationsOf receipt: Receipt) {
    if let omitted = receipt.omitted, omitted.count > 0 {
      say("  NOT IN IT: \(CountText(omitted.count, "thing")) of the source \(omitted.count == 1 ? "was" : "were") left behind")
      for entry in omitted.listed.prefix(20) { say("    \(entry.path): \(entry.reason)") }
      if omitted.count > 20 { say("    and \(CountText.grouped(Int64(omitted.count - 20))) more") }
    }
    let patterns = receipt.ignored.filter { !IgnorePatterns.standard.contains($0) }
    let paths = patterns.compactMap(IgnorePatterns.path)
    for (kind, list) in [("path", paths), ("pattern", patterns.filter { IgnorePatterns.path(of: $0) == nil })] where !list.isEmpty {
      let more = list.count > 20 ? " and \(CountText.grouped(Int64(list.count - 20))) more" : ""
      say("  left out by \(kind): \(list.prefix(20).joined(separator: ", "))\(more)")
    }
    for remark in receipt.remarks { say("  NOTE: \(remark)") }
  }
}
