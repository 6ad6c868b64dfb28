// SPDX-License-Identifier: Apache-2.0

public import Custody
import Foundation
import Hashing

extension ReportDocument {
  /// A receipt as a page: what was received, the hashes that name it, who signed, and how a stranger checks it. The page is a copy; what counts is
  /// the file.
  public init(receipt signed: SignedReceipt, colophon: Colophon) {
    let (receipt, isSound) = (signed.receipt, signed.isSound)
    self.init(
      kind: "Receipt", subject: receipt.folder, badge: isSound ? Badge("Signed", .good) : Badge("Signature broken", .bad),
      summary: isSound
        ? "\(Figures.count(receipt.files, "file")), \(Figures.size(Int(receipt.bytes))), received as the hashes below name them.\(receipt.reservation)"
        : "The signature is not that of these words: the receipt was changed after it was signed, and proves nothing.",
      facts: receipt.facts(in: colophon.timeZone), colophon: colophon)
    if let omitted = receipt.omitted, omitted.count > 0 { sections.append(Section("What was left behind", [.table(omitted.table)])) }
    if !receipt.remarks.isEmpty { sections.append(Section("What to know besides", [.items(receipt.remarks)])) }
    sections += [
      Section("The folder's hashes", [.table(receipt.hashTable)]), Section("Copies", [.table(receipt.copyTable)]),
      Section(
        "Signature",
        [
          .facts([
            .init("Key", signed.publicKey.fingerprintText, isCode: true),
            .init("Signature", Data(signed.signature).base64EncodedString(), isCode: true),
          ]),
          .items([
            "Compare the key's fingerprint with the one that the facility tells you by another way, such as the telephone: only so do you know whose "
              + "signature it is.",
            "To hold the receipt against a copy: lineup verify FOLDER --against RECEIPT.json --trust FINGERPRINT. Without Lineup: openssl, "
              + "with the commands in its guide.",
            "A signature says who vouches for these hashes. The time is that of the facility's clock.",
          ]),
        ]),
    ]
  }
}

extension Receipt.Omissions {
  fileprivate var table: ReportDocument.Table {
    let more = count > listed.count ? ", the first \(Figures.count(listed.count)) of \(Figures.count(count))" : ""
    return ReportDocument.Table(
      caption: "On the source and not in the folder, as the manifests of its copies say\(more)", columns: [.init("Entry", .code), .init("Why")],
      rows: listed.map { .init([$0.path, $0.reason], tone: .caution) }, emptyText: "")
  }
}

extension Receipt {
  /// What keeps the folder from being all that was on its source, for the summary.
  fileprivate var reservation: String {
    let left = omitted?.count ?? 0
    let behind = left == 0 ? "" : " \(Figures.count(left, "thing")) of the source \(left == 1 ? "was" : "were") left behind."
    return behind + (remarks.isEmpty ? "" : " Read what there is to know besides.")
  }

  fileprivate func facts(in zone: TimeZone) -> [ReportDocument.Fact] {
    var facts: [ReportDocument.Fact] = [
      .init("Folder", folder, isCode: true), .init("Files", Figures.count(files)), .init("Size", Figures.bytes(Int(bytes))),
      .init("Received", Figures.date(received, in: zone)), .init("Receipt issued", Figures.date(issued, in: zone)),
    ]
    if let facility = by.facility { facts.append(.init("Received by", facility)) }
    facts += [.init("Issued by", "\(by.user) on \(by.host)"), .init("Issued with", by.tool)]
    if let recipient { facts.append(.init("Issued to", recipient)) }
    if let comment { facts.append(.init("Comment", comment)) }
    facts.append(.init("Not counted", ignored.isEmpty ? Figures.none : ignored.joined(separator: ", "), isCode: !ignored.isEmpty))
    return facts
  }

  fileprivate var hashTable: ReportDocument.Table {
    ReportDocument.Table(
      caption: "Content covers what the files hold, structure their names too (ASC MHL v2.0 root hashes)",
      columns: [.init("Algorithm", .term), .init("Content", .code), .init("Structure", .code)],
      rows: rootHashes.map { .init([$0.algorithm.rawValue, $0.content.text, $0.structure.text]) }, emptyText: "")
  }

  fileprivate var copyTable: ReportDocument.Table {
    ReportDocument.Table(
      caption: "Where the folder was when the receipt was issued, with the manifest of each copy",
      columns: [.init("Copy", .code), .init("Generation", .figures), .init("Manifest", .code), .init("C4 of the manifest", .code)],
      rows: copies.map { .init([$0.path, String($0.generation), $0.manifest, $0.manifestC4.text]) }, emptyText: "No copy is named.")
  }
}
