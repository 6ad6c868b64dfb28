// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
public import Hashing

/// A receipt with its signature: one JSON file that a person can read.
///
///     {
///       "body": { … },                         what is signed, as canonical JSON (RFC 8785) in UTF-8
///       "signature": {
///         "algorithm": "Ed25519",              RFC 8032, over the bytes of the body, not of a hash of them
///         "publicKey": "-----BEGIN PUBLIC KEY-----…",
///         "value": "…"                         64 bytes in base 64
///       }
///     }
///
/// A sound signature says that whoever has the private key signed these words. Whose key it is, the file cannot say: compare the fingerprint.
public struct SignedReceipt: Hashable, Sendable {
  /// What was signed.
  public let receipt: Receipt
  /// The key that the file says it was signed with.
  public let publicKey: VerifyingKey
  /// The signature as stored.
  public let signature: [UInt8]

  init(receipt: Receipt, publicKey: VerifyingKey, signature: [UInt8]) {
    self.receipt = receipt
    self.publicKey = publicKey
    self.signature = signature
  }

  /// Whether the key's owner signed what the receipt says.
  public var isSound: Bool { publicKey.isSignature(signature, of: receipt.canonicalText.utf8) }

  /// The file's text.
  public var text: String { CanonicalJSON.laidOut(canonicalText) }

  /// The most bytes that a receipt may have: no larger one is read, and so none is to be written.
  public static let mostBytes = 4 << 20

  /// The receipt that is written in `bytes`. Whether it is sound is another question.
  ///
  /// Between its values there may be any white space, so that it survives mail and editors. Beyond that it must be, byte for byte, what `text`
  /// writes: no member twice, none unknown, none in another order, so that every program reads the same in it.
  /// - Parameter subject: the file, for the error.
  /// - Throws: `CustodyError` with code `notAReceipt`.
  public static func reading(_ bytes: [UInt8], subject: String) throws(CustodyError) -> SignedReceipt {
    func refuse(_ remedy: String) -> CustodyError { CustodyError(.notAReceipt, subject: subject, remedy: remedy) }
    let advice = "ask who sent it for the file as it was made"
    guard !bytes.isEmpty else {
      throw refuse("it is empty, so it was never written or not sent whole: \(advice)")
    }
    guard !isReencoded(bytes) else {
      throw refuse(
        "an editor or a mail program stored it in another encoding (with a byte order mark, or as UTF-16), which breaks what was signed: \(advice)")
    }
    guard bytes.count <= mostBytes, let text = String(validating: bytes, as: UTF8.self) else {
      throw refuse("it is larger than any receipt or no text, so it is another file: name the .json file of the receipt, or \(advice)")
    }
    let document: Document
    do { document = try JSONDecoder().decode(Document.self, from: Data(bytes)) } catch {
      throw refuse("\(fault(in: bytes)): \(advice)")
    }
    guard document.body.type == Receipt.type else { throw refuse("\(otherDocument): \(advice)") }
    guard Receipt.versions.contains(document.body.version) else {
      throw refuse("it is of version \(document.body.version), and this program reads up to version \(Receipt.versions.upperBound): use a newer one")
    }
    guard document.signature.algorithm == algorithm, let key = VerifyingKey(pem: Array(document.signature.publicKey.utf8)),
      let signature = Data(base64Encoded: document.signature.value), let receipt = document.body.receipt
    else { throw refuse(advice) }
    let signed = SignedReceipt(receipt: receipt, publicKey: key, signature: Array(signature))
    // Compared by bytes: to Swift, texts are equal that a signature tells apart.
    guard CanonicalJSON.withoutWhiteSpace(text).utf8.elementsEqual(signed.canonicalText.utf8) else { throw refuse(advice) }
    return signed
  }

  /// Whether `bytes` claim to be a receipt: they begin as one does, or are a JSON object that says so. A receipt that was damaged or cut short is
  /// still a claim; a list or a manifest never is.
  public static func isClaimed(by bytes: [UInt8]) -> Bool {
    // Of text that was stored anew in UTF-16, every other byte of these signs is zero.
    let bytes = isReencoded(bytes) ? bytes.filter { $0 != 0 && $0 < 0x80 } : bytes
    let start = bytes.lazy.filter { !" \t\r\n".utf8.contains($0) }
    guard start.first == UInt8(ascii: "{") else { return false }
    return start.starts(with: Array("{\"body\":{".utf8)) || String(decoding: bytes, as: UTF8.self).contains("\"\(Receipt.type)\"")
  }

  // MARK: -

  private static let otherDocument = "it is JSON of another kind, and not what ‘lineup receipt’ writes; is it the right file?"

  /// What is wrong with a file that is not what `text` writes.
  private static func fault(in bytes: [UInt8]) -> String {
    let isOpened = bytes.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "{")
    guard isOpened else { return "it is no JSON, and a receipt is; is it the right file? Its page, .html or .pdf, is for people alone" }
    if (try? JSONSerialization.jsonObject(with: Data(bytes))) == nil { return "it begins as JSON does and was cut short or changed" }
    return isClaimed(by: bytes) ? "parts of it are missing or were changed" : otherDocument
  }

  /// Whether a text begins with a byte order mark, or is UTF-16 without one: receipts are UTF-8, and begin with `{`.
  private static func isReencoded(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.prefix(2).contains(0)
  }

  fileprivate static let algorithm = "Ed25519"

  private var canonicalText: String {
    CanonicalJSON.write([
      ("body", receipt.canonicalText),
      (
        "signature",
        CanonicalJSON.write([
          ("algorithm", CanonicalJSON.quoted(Self.algorithm)), ("publicKey", CanonicalJSON.quoted(publicKey.pem)),
          ("value", CanonicalJSON.quoted(Data(signature).base64EncodedString())),
        ])
      ),
    ])
  }
}

/// The file as JSON has it.
private struct Document: Decodable {
  struct Signature: Decodable {
    var algorithm: String
    var publicKey: String
    var value: String
  }

  var body: ReceiptBody
  var signature: Signature
}
