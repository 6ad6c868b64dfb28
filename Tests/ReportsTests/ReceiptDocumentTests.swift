// SPDX-License-Identifier: Apache-2.0

import Custody
import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Reports

@Suite struct ReceiptDocumentTests {
  /// A receipt under a key that is the same in every run: RFC 8032, 7.1, test 1.
  private func signed(folder: String = "A001R2EC") throws -> SignedReceipt {
    let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n"
    let key = try #require(SigningKey(pem: Array(pem.utf8)))
    return Receipt(
      folder: folder, files: 212, bytes: 512_000_000_000,
      rootHashes: [
        .init(content: Digest.of("a", algorithm: .c4), structure: Digest.of("b", algorithm: .c4)),
        .init(content: Digest.of("a"), structure: Digest.of("b")),
      ],
      ignored: [".DS_Store", "ascmhl", "ascmhl/"],
      copies: ["/shared", "/nearline"].map {
        .init(
          path: "\($0)/rushes/A001R2EC", generation: 1, manifest: "0001_A001R2EC_2026-11-23_215640Z.mhl", manifestC4: Digest.of($0, algorithm: .c4))
      },
      received: Timestamp(seconds: 1_795_471_000), issued: Timestamp(seconds: 1_795_471_653),
      by: .init(facility: "Harbour Post", host: "mcr-03", user: "mairi", tool: "lineup 1.0.0"), recipient: "Northlight Pictures", comment: "Day 12"
    ).signed(with: key)
  }

  @Test func `a receipt reads as its golden page`() throws {
    try expectGolden("receipt.html", ReportDocument(receipt: try signed(), colophon: SampleResults.colophon).body())
  }

  @Test func `a receipt that was changed is a broken one in large letters`() throws {
    let text = try signed().text.replacingOccurrences(of: "512000000000", with: "512000000001")
    let forged = try SignedReceipt.reading(Array(text.utf8), subject: "r")
    let document = ReportDocument(receipt: forged, colophon: SampleResults.colophon)
    #expect(document.badge == ReportDocument.Badge("Signature broken", .bad) && document.summary.contains("proves nothing"))
  }

  @Test func `the page is well formed whatever is written in the receipt`() throws {
    let document = ReportDocument(receipt: try signed(folder: "<script>\"'&\u{202E}"), colophon: SampleResults.colophon)
    try parse("<div>" + document.body() + "</div>")
  }

  @Test func `what was left behind and what to know besides stand on the page, and in its summary`() throws {
    var receipt = try signed().receipt
    receipt.omitted = .init([.init(path: "Clips/alias <1>", reason: "a symbolic link"), .init(path: "x", reason: "infected: Eicar")])
    receipt.remarks = ["on Friday it was refused"]
    let document = ReportDocument(receipt: receipt.signed(with: SigningKey()), colophon: SampleResults.colophon)
    #expect(document.badge == ReportDocument.Badge("Signed", .good))
    #expect(document.summary.contains("2 things of the source were left behind."), "\(document.summary)")
    let body = document.body()
    for words in ["Clips/alias &lt;1&gt;", "infected: Eicar", "on Friday it was refused"] { #expect(body.contains(words), "\(words)") }
  }
}
