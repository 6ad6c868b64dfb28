// SPDX-License-Identifier: Apache-2.0

import Custody
import Files
import Foundation
import Hashing
import TestSupport
import Testing

@Suite struct ReceiptTests {
  private static let key = SigningKey()

  private static func receipt(comment: String? = "für „Harbour Lights“ 🎬", folder: String = "A001R2EC") throws -> Receipt {
    Receipt(
      folder: folder, files: 2, bytes: 3_000_000,
      rootHashes: [
        .init(content: try Digest("8d02114c32e28cbe", algorithm: .xxh64), structure: try Digest("f557f8ca8e5a88ef", algorithm: .xxh64)),
        .init(content: Digest.of("a", algorithm: .c4), structure: Digest.of("b", algorithm: .c4)),
      ],
      ignored: [".DS_Store", "ascmhl", "ascmhl/"],
      copies: [.init(path: "/shared/A001R2EC", generation: 1, manifest: "0001_A001R2EC.mhl", manifestC4: Digest.of("m", algorithm: .c4))],
      received: Timestamp(seconds: 1_795_471_000, nanoseconds: 5), issued: Timestamp(seconds: 1_795_471_653),
      by: .init(facility: "Harbour Post", host: "mcr-03", user: "mairi", tool: "lineup 1.0.0"), recipient: "Northlight Pictures", comment: comment)
  }

  private static func read(_ text: String) throws -> SignedReceipt { try SignedReceipt.reading(Array(text.utf8), subject: "receipt.json") }

  @Test func `the signed bytes are fixed`() throws {
    let receipt = try Self.receipt(comment: nil)
    let c4 = ["a", "b", "m"].map { Digest.of($0, algorithm: .c4).text }
    #expect(
      receipt.canonicalText
        == #"{"by":{"facility":"Harbour Post","host":"mcr-03","tool":"lineup 1.0.0","user":"mairi"},"bytes":3000000,"comment":null,"#
        + #""copies":[{"generation":1,"manifest":"0001_A001R2EC.mhl","manifestC4":"\#(c4[2])","path":"/shared/A001R2EC"}],"files":2,"#
        + #""folder":"A001R2EC","ignored":[".DS_Store","ascmhl","ascmhl/"],"issued":"2026-11-23T22:07:33Z","received":"2026-11-23T21:56:40Z","#
        + #""recipient":"Northlight Pictures","rootHashes":[{"algorithm":"c4","content":"\#(c4[0])","structure":"\#(c4[1])"},"#
        + #"{"algorithm":"xxh64","content":"8d02114c32e28cbe","structure":"f557f8ca8e5a88ef"}],"type":"lineup receipt","version":1}"#)
  }

  @Test(arguments: ["A001R2EC", "כרטיס 7", "a\u{202E}vom.exe", "\"\\/\u{7F}\n{[,:]}", "e\u{301}", "A🎬", ""])
  func `what is written can be read again, and is sound`(name: String) throws {
    let signed = try Self.receipt(comment: name, folder: name).signed(with: Self.key)
    let again = try Self.read(signed.text)
    #expect(again == signed && again.isSound)
    #expect(signed.text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F })
  }

  @Test func `what was left behind and what to know besides are signed, and a receipt that does not say is of version 1`() throws {
    var receipt = try Self.receipt()
    #expect(receipt.canonicalText.hasSuffix(#""version":1}"#) && !receipt.canonicalText.contains("omitted"))
    receipt.omitted = .init([.init(path: "a\u{202E}lias", reason: "a symbolic link")])
    receipt.remarks = ["on Friday „it“ was refused"]
    #expect(receipt.canonicalText.contains(#""omitted":{"count":1,"listed":[{"path":"a\\u{202E}lias","reason":"a symbolic link"}]}"#))
    #expect(receipt.canonicalText.contains(#""remarks":["on Friday „it“ was refused"]"#) && receipt.canonicalText.hasSuffix(#""version":2}"#))
    let signed = receipt.signed(with: Self.key)
    #expect(try Self.read(signed.text) == signed && signed.isSound)
    for (from, to) in [("a symbolic link", "a symbolic lynx"), ("\"count\": 1", "\"count\": 2"), ("on Friday", "on Monday")] {
      let forged = try Self.read(signed.text.replacingOccurrences(of: from, with: to))
      #expect(!forged.isSound, "\(from)")
    }
    for (from, to) in [("\"version\": 2", "\"version\": 1"), ("\"count\": 1", "\"count\": 0"), ("\"version\": 2", "\"version\": 3")] {
      #expect(throws: CustodyError.self, "\(to)") { try Self.read(signed.text.replacingOccurrences(of: from, with: to)) }
    }
  }

  @Test func `very much that was left behind is counted, and listed as far as a receipt can be read`() throws {
    var receipt = try Self.receipt()
    receipt.omitted = .init((0..<5000).map { .init(path: "Clips/\($0)/\(String(repeating: "x", count: 200))", reason: "a symbolic link") })
    #expect(receipt.omitted?.count == 5000 && (500..<2000).contains(receipt.omitted?.listed.count ?? 0))
    let text = receipt.signed(with: Self.key).text
    #expect(text.utf8.count < SignedReceipt.mostBytes)
    #expect(try Self.read(text).isSound)
  }

  @Test func `any white space between values is the same receipt`() throws {
    let signed = try Self.receipt().signed(with: Self.key)
    for (from, to) in [("\n", "\r\n"), ("\n  ", "\n\t\t"), (": ", ":"), ("\n", "")] {
      #expect(try Self.read(signed.text.replacingOccurrences(of: from, with: to)) == signed)
    }
  }

  @Test func `other words under the same signature are not sound`() throws {
    let signed = try Self.receipt().signed(with: Self.key)
    for (from, to) in [("3000000", "3000001"), ("A001R2EC\"", "A001R2ED\""), ("Northlight", "Southlight"), ("\"für", "\"Für")] {
      let forged = try Self.read(signed.text.replacingOccurrences(of: from, with: to))
      #expect(!forged.isSound, "\(from)")
    }
    let other = try Self.receipt().signed(with: SigningKey())
    let pem = { (signed: SignedReceipt) in signed.publicKey.pem.replacingOccurrences(of: "\n", with: "\\n") }
    #expect(try !Self.read(signed.text.replacingOccurrences(of: pem(signed), with: pem(other))).isSound)
  }

  @Test(arguments: [
    ("\"files\": 2,", "\"files\": 2, \"files\": 2,"), ("\"files\": 2,", "\"files\": 2, \"extra\": 2,"), ("\"files\": 2,", ""),
    ("\"files\": 2,", "\"files\": 2.0,"), ("\"files\": 2,", "\"files\": -2,"), ("\"version\": 1", "\"version\": 2"),
    ("lineup receipt", "lineup recipe"), ("Ed25519", "Ed448"), ("A001R2EC", "A001R2\\u0045C"), ("\"bytes\": 3000000", "\"bytes\": 9007199254740993"),
    ("\"xxh64\"", "\"c4\""), ("8d02114c", "8D02114C"), ("8d02114c", "8d0211"), ("2026-11-23T22:07:33Z", "2026-11-23T23:07:33+01:00"),
    ("\"generation\": 1", "\"generation\": 0"), ("}\n}\n", "}\n}\n{}"), ("{\n  \"body\"", "[{\n  \"body\""),
  ])
  func `a form that others might read otherwise is no receipt`(from: String, to: String) throws {
    let text = try Self.receipt().signed(with: Self.key).text
    #expect(text.contains(from))
    let error = #expect(throws: CustodyError.self) { try Self.read(text.replacingOccurrences(of: from, with: to)) }
    #expect(error?.code == .notAReceipt && error?.description.contains("receipt.json") == true)
  }

  @Test(arguments: 0..<200 as Range<UInt64>) func `any byte that is changed breaks it`(seed: UInt64) throws {
    var random = SeededRandom(seed)
    let signed = try Self.receipt().signed(with: Self.key)
    var bytes = Array(signed.text.utf8)
    let place = Int.random(in: bytes.indices, using: &random)
    let old = bytes[place]
    bytes[place] ^= UInt8.random(in: 1...255, using: &random)
    let isWhite = { (byte: UInt8) in " \t\r\n".utf8.contains(byte) }
    guard let read = try? SignedReceipt.reading(bytes, subject: "r") else { return }
    if isWhite(old), isWhite(bytes[place]) {
      #expect(read == signed)
    } else {
      #expect(!read.isSound, "byte \(place) of \(bytes.count)")
    }
  }

  @Test(arguments: 0..<100 as Range<UInt64>) func `a receipt cut short is none`(seed: UInt64) throws {
    var random = SeededRandom(seed)
    let bytes = Array(try Self.receipt().signed(with: Self.key).text.utf8)
    let rest = bytes.prefix(Int.random(in: 0..<bytes.count - 1, using: &random))
    #expect(throws: CustodyError.self) { try SignedReceipt.reading(Array(rest), subject: "r") }
  }

  @Test func `what is no receipt is refused, however large or deep`() throws {
    let hostile: [[UInt8]] = [
      [], Array("null".utf8), Array("{}".utf8), [0xFF, 0xFE], Array(repeating: UInt8(ascii: "["), count: 200_000),
      Array("{\"body\":".utf8) + Array(repeating: UInt8(ascii: "{"), count: 100_000), Array(repeating: UInt8(ascii: " "), count: 2 << 20),
    ]
    for bytes in hostile { #expect(throws: CustodyError.self) { try SignedReceipt.reading(bytes, subject: "r") } }
  }

  @Test func `a file that claims to be a receipt is told from lists and manifests, damaged or not`() throws {
    let text = try Self.receipt().signed(with: Self.key).text
    for length in [text.count, text.count - 9, 700, 20] { #expect(SignedReceipt.isClaimed(by: Array(text.prefix(length).utf8))) }
    #expect(SignedReceipt.isClaimed(by: Array(text.replacingOccurrences(of: "\"body\"", with: "\"bodY\"").utf8)))
    #expect(SignedReceipt.isClaimed(by: Array(text.replacingOccurrences(of: "lineup receipt", with: "lineup recipe").utf8)))
    for other in ["", "d41d8cd98f00b204e9800998ecf8427e  a.mov\n", "<?xml version=\"1.0\"?><hashlist/>", "{\"files\": []}", "[1]"] {
      #expect(!SignedReceipt.isClaimed(by: Array(other.utf8)))
    }
  }

  @Test(arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian, .utf8])
  func `a receipt that an editor stored in another encoding is one that is damaged, and that is said`(encoding: String.Encoding) throws {
    let text = try Self.receipt().signed(with: Self.key).text
    let bytes = Array(try #require((encoding == .utf8 ? "\u{FEFF}" + text : text).data(using: encoding)))
    #expect(SignedReceipt.isClaimed(by: bytes))
    let error = #expect(throws: CustodyError.self) { try SignedReceipt.reading(bytes, subject: "r") }
    #expect(error?.description.contains("another encoding") == true, "\(String(describing: error))")
    #expect(!SignedReceipt.isClaimed(by: Array(try #require("[1]".data(using: encoding)))))
  }
}
