// SPDX-License-Identifier: Apache-2.0

import Custody
import Editorial
import Files
import Foundation
import Integrity
import MXF
import Markup
import MediaIO

/// A kind of file that is no cut.
public enum FuzzDocument: String, Hashable, Sendable, CaseIterable {
  /// XML of any kind.
  case markup
  /// An ASC MHL manifest.
  case hashList = "hash-list"
  /// A Media Hash List of version 1.
  case legacyList = "legacy-list"
  /// What md5sum and its like write.
  case checksums
  /// The chain of an ASC MHL history.
  case hashChain = "hash-chain"
  /// A signed receipt.
  case receipt
  /// A compound file, whatever is in it.
  case compound
  /// Compressed bytes, without the archive around them.
  case deflate
  /// Sony's document beside a clip.
  case sonyXML = "sony-xml"
  /// Panasonic's document beside a clip.
  case panasonicXML = "p2-xml"
  /// A Broadcast Wave file's chunks.
  case broadcastWave = "wave"
  /// An MXF file: partitions, metadata, index and the packets of its essence.
  case mxf
  /// An AVCHD playlist.
  case playlist
  /// An Avid log as a card's index has it.
  case cardLog = "card-log"

  func fault(_ bytes: [UInt8]) -> String? {
    switch self {
    case .markup: Self.quiet { _ = try MarkupElement(parsing: bytes, subject: "fuzz") }
    case .hashList: Self.quiet { _ = try HashList.reading(bytes, subject: "fuzz").value.xml() }
    case .legacyList: Self.quiet { _ = try LegacyList.reading(bytes, subject: "fuzz") }
    case .checksums: Self.quiet { _ = try ChecksumList(String(decoding: bytes, as: UTF8.self), fileName: "fuzz.md5") }
    case .hashChain: Self.quiet { _ = try HashChain.reading(bytes, subject: "fuzz").value.xml() }
    case .receipt: Self.quiet { _ = try SignedReceipt.reading(bytes, subject: "fuzz") }
    case .compound: Self.compoundFault(bytes)
    case .deflate: (try? Inflation.inflated(bytes[...], limit: 1 << 20)).flatMap { $0.count > 1 << 20 ? "more was made than may be" : nil }
    case .sonyXML: Self.quiet { _ = try SonyClipXML(bytes, subject: "fuzz") }
    case .panasonicXML: Self.quiet { _ = try P2ClipXML(bytes, subject: "fuzz") }
    case .broadcastWave: Self.waveFault(bytes)
    case .mxf: Self.mxfFault(bytes)
    case .playlist: Self.quiet { _ = MoviePlaylist.clipNames(bytes) }
    case .cardLog: Self.quiet { _ = AvidLog.clipNames(bytes) }
    }
  }

  /// An error is an answer like any other.
  private static func quiet(_ body: () throws -> Void) -> String? {
    try? body()
    return nil
  }

  private static func compoundFault(_ bytes: [UInt8]) -> String? {
    guard let file = try? CompoundFile(CompoundFileSource(bytes), subject: "fuzz") else { return nil }
    for entry in file.entries.indices.prefix(64) where file.contents(of: entry).count > bytes.count { return "a stream is longer than its file" }
    return nil
  }

  private static func mxfFault(_ bytes: [UInt8]) -> String? {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    guard (try? Data(bytes).write(to: file)) != nil, let read = try? MXFFile(file.path) else { return nil }
    _ = (read.tracks, read.timecode, AS11Metadata(read))
    var fault: String?
    try? read.forEachContentPackage { package in
      if package.elements.contains(where: { $0.end > read.byteCount }) { fault = "an element ends after its file" }
      return fault == nil
    }
    let product = OP1aPlan.Product(company: "", name: "", version: "", identifier: [UInt8](repeating: 0, count: 16))
    _ = try? OP1aRewrap(read, product: product, date: Timestamp(seconds: 0)).survey()
    return fault
  }

  private static func waveFault(_ bytes: [UInt8]) -> String? {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    do { try Data(bytes).write(to: file) } catch { return "the file could not be written: \(error)" }
    _ = RecorderNotes(path: file.path)
    _ = BroadcastWave(path: file.path)
    let facts = BroadcastWaveFacts(path: file.path)
    return facts.map { $0.samples > bytes.count } == true ? "there is more sound than there are bytes" : nil
  }
}
