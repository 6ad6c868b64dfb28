// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Custody
import Files
import Hashing
import Operations

/// `lineup receipt`: a signed paper that says what a folder is, for whoever handed it over.
struct ReceiptCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "receipt", abstract: "Give a signed receipt for a folder that has an ASC MHL history.",
    discussion: """
      The receipt states the root hashes of the latest generation. Before anything is signed, the history must be intact and agree with itself, and every
      file be there in its recorded size; with --verify every file is read again as well. Several folders must be copies of one another.

      EXAMPLES
        lineup receipt /mnt/shared/A001R2EC --out A001R2EC-receipt.json --recipient "Northlight Pictures"
        lineup receipt /mnt/shared/A001R2EC /mnt/nearline/A001R2EC --out A001R2EC-receipt.json --report A001R2EC-receipt.pdf

      EXIT STATUS
        0 the receipt is written; 2 none could be given, or it could not be written; 64 wrong command line
      """)

  @Argument(help: "The folder, and other copies of it.", completion: .directory)
  var folders: [String]
  @Option(help: ArgumentHelp("Where to write the receipt; never over another file.", valueName: "file.json"), completion: .file())
  var out: String
  @Option(help: ArgumentHelp("Write it as a page too: .html or .pdf.", valueName: "out"), completion: .file())
  var report: [String] = []
  @OptionGroup var place: KeyOptions
  @Option(help: "Whom it is for.")
  var recipient: String?
  @Option(help: "What to say besides.")
  var comment: String?
  @Option(help: "The name of the facility that gives it.")
  var facility: String?
  @Flag(help: "Read every file again first.")
  var verify = false
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if folders.isEmpty { throw ValidationError("Name the folder that the receipt is for") }
    if Self.format(of: out) != nil {
      throw ValidationError("‘\(out)’: a receipt is JSON, whose signature can be checked; name the page with --report")
    }
    for path in report where Self.format(of: path) == nil { throw ValidationError("‘\(path)’: a receipt's page ends in .html or .pdf") }
  }

  private struct Document: Encodable {
    var status = "clean"
    var receipt: String
    var reports: [String]
    var fingerprint: String
    var folder: String
    var files: Int
    var bytes: Int64
    var rootHashes: [[String: String]]
    var omitted: [[String: String]]
    var remarks: [String]
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let environment = try Session.environment(console, workspace: workspace.path, making: false)
    let key = try place.file.key()
    for path in [out] + report {
      if try FileFacts.ifExists(path) != nil { throw FilesError(.alreadyExists, subject: path) }
      if let objection = PaperPlace.objection(to: path, outside: folders) {
        throw OperationsError(.badInput, subject: path, "‘\(path)’ \(objection)")
      }
    }
    let writer = PageWriter()
    for format in report.compactMap(Self.format) {
      if let obstacle = writer.obstacle(to: format) { throw ValidationError(obstacle) }
    }
    let making = MakeReceipt(of: folders, facility: facility, recipient: recipient, comment: comment, verifiesFiles: verify)
    let signed = try await making.run(in: environment, key: key)
    try SafeWriter.write(signed.text, to: out)
    for path in report {
      if let format = Self.format(of: path) { try await writer.write(signed, as: format, to: path) }
    }
    let receipt = signed.receipt
    try environment.note("receipt.issued", subject: folders[0], ["files": receipt.files, "copies": receipt.copies.count])
    console.say(
      "\(out): \(CountText(receipt.files, "file")), \(ByteText(receipt.bytes)), in \(CountText(receipt.copies.count, "copy", "copies"))"
    )
    console.say("  received \(receipt.received)")
    console.say(reservationsOf: receipt)
    for hash in receipt.rootHashes { console.say("  \(hash.algorithm.rawValue) content \(hash.content.text), structure \(hash.structure.text)") }
    console.say("  signed by key \(signed.publicKey.fingerprintText)")
    for path in report { console.say("written: \(path)") }
    try console.document(
      Document(
        receipt: out, reports: report, fingerprint: signed.publicKey.fingerprintText, folder: receipt.folder, files: receipt.files,
        bytes: receipt.bytes,
        rootHashes: receipt.rootHashes.map { ["algorithm": $0.algorithm.rawValue, "content": $0.content.text, "structure": $0.structure.text] },
        omitted: receipt.omitted?.listed.map { ["path": $0.path, "reason": $0.reason] } ?? [], remarks: receipt.remarks))
    return .clean
  }

  private static func format(of path: String) -> ReportFormat? { ReportPaths.format(of: path, among: [.html, .pdf]) }
}
