// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

extension Receipt {
  /// What kind of document the body is, so that a signature under it cannot be passed off as one under anything else.
  static let type = "lineup receipt"
  /// The forms of the body that are read. Version 2 says as well what was left behind, and is what is written.
  static let versions = 1...2

  /// The body as canonical JSON (RFC 8785): in UTF-8, exactly the bytes that are signed.
  ///
  /// Names are sorted, nothing stands between values, an absent value is `null`, moments are RFC 3339 in UTC to the second. Texts have no control
  /// characters and numbers are whole and below 2⁵³, so that what jq or Python write of it with sorted names are these very bytes.
  public var canonicalText: String {
    func text(_ value: String?) -> String { value.map(CanonicalJSON.quoted) ?? "null" }
    var members: [(name: String, json: String)] = [
      ("by", by.json), ("bytes", String(bytes)), ("comment", text(comment)), ("copies", CanonicalJSON.list(copies.map(\.json))),
      ("files", String(files)), ("folder", text(folder)), ("ignored", CanonicalJSON.list(ignored.map(text))), ("issued", text(issued.description)),
      ("received", text(received.description)), ("recipient", text(recipient)), ("rootHashes", CanonicalJSON.list(rootHashes.map(\.json))),
      ("type", text(Self.type)), ("version", omitted == nil ? "1" : "2"),
    ]
    if let omitted { members += [("omitted", omitted.json), ("remarks", CanonicalJSON.list(remarks.map(text)))] }
    return CanonicalJSON.write(members)
  }
}

extension Receipt.Omissions {
  fileprivate var json: String {
    let entries = listed.map { CanonicalJSON.write([("path", CanonicalJSON.quoted($0.path)), ("reason", CanonicalJSON.quoted($0.reason))]) }
    return CanonicalJSON.write([("count", String(count)), ("listed", CanonicalJSON.list(entries))])
  }
}

extension Receipt.Issuer {
  fileprivate var json: String {
    CanonicalJSON.write([
      ("facility", facility.map(CanonicalJSON.quoted) ?? "null"), ("host", CanonicalJSON.quoted(host)), ("tool", CanonicalJSON.quoted(tool)),
      ("user", CanonicalJSON.quoted(user)),
    ])
  }
}

extension Receipt.Copy {
  fileprivate var json: String {
    CanonicalJSON.write([
      ("generation", String(generation)), ("manifest", CanonicalJSON.quoted(manifest)), ("manifestC4", CanonicalJSON.quoted(manifestC4.text)),
      ("path", CanonicalJSON.quoted(path)),
    ])
  }
}

extension Receipt.RootHash {
  fileprivate var json: String {
    CanonicalJSON.write([
      ("algorithm", CanonicalJSON.quoted(algorithm.rawValue)), ("content", CanonicalJSON.quoted(content.text)),
      ("structure", CanonicalJSON.quoted(structure.text)),
    ])
  }
}

/// A body as JSON has it, before it is known to make sense.
struct ReceiptBody: Decodable {
  struct Issuer: Decodable {
    var facility: String?
    var host: String
    var tool: String
    var user: String
  }

  struct Copy: Decodable {
    var generation: Int
    var manifest: String
    var manifestC4: String
    var path: String
  }

  struct RootHash: Decodable {
    var algorithm: HashAlgorithm
    var content: String
    var structure: String
  }

  struct Omissions: Decodable {
    struct Entry: Decodable {
      var path: String
      var reason: String
    }

    var count: Int
    var listed: [Entry]
  }

  var by: Issuer
  var bytes: Int64
  var comment: String?
  var copies: [Copy]
  var files: Int
  var folder: String
  var ignored: [String]
  var issued: Timestamp
  var omitted: Omissions?
  var received: Timestamp
  var recipient: String?
  var remarks: [String]?
  var rootHashes: [RootHash]
  var type: String
  var version: Int

  /// The receipt; nothing where a value is impossible.
  var receipt: Receipt? {
    let hashes = rootHashes.compactMap { hash -> Receipt.RootHash? in
      guard let content = try? Digest(hash.content, algorithm: hash.algorithm),
        let structure = try? Digest(hash.structure, algorithm: hash.algorithm)
      else { return nil }
      return Receipt.RootHash(content: content, structure: structure)
    }
    let places = copies.compactMap { copy -> Receipt.Copy? in
      guard let c4 = try? Digest(copy.manifestC4, algorithm: .c4), copy.generation > 0 else { return nil }
      return Receipt.Copy(path: copy.path, generation: copy.generation, manifest: copy.manifest, manifestC4: c4)
    }
    guard hashes.count == rootHashes.count, places.count == copies.count, !hashes.isEmpty, Set(hashes.map(\.algorithm)).count == hashes.count,
      files >= 0, (0..<Receipt.byteLimit).contains(bytes), (omitted != nil) == (version > 1), (remarks != nil) == (version > 1),
      omitted.map({ $0.listed.count <= $0.count }) ?? true
    else { return nil }
    return Receipt(
      folder: folder, files: files, bytes: bytes, rootHashes: hashes, ignored: ignored, copies: places, received: received, issued: issued,
      by: Receipt.Issuer(facility: by.facility, host: by.host, user: by.user, tool: by.tool), recipient: recipient, comment: comment,
      omitted: omitted.map { .init(count: $0.count, listed: $0.listed.map { .init(path: $0.path, reason: $0.reason) }) }, remarks: remarks ?? [])
  }
}
