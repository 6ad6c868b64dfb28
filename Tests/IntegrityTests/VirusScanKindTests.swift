// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import TestSupport
import Testing

@testable import Integrity

private func kind(_ text: String, _ name: String) -> FileKind { FileKind(of: Array(text.utf8), name: name) }

/// A box of QuickTime and MP4.
private func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
  withUnsafeBytes(of: UInt32(8 + content.count).bigEndian, Array.init) + Array(name.utf8) + content
}

private let movie = box("ftyp", Array("qt  ".utf8)) + box("mdat", Array(repeating: 7, count: 5000))

@Test func `kinds are told by bytes, and names only judged by them`() {
  #expect(kind("MZ\u{90}\0", "setup.exe").family == .executable)
  #expect(kind("\u{7F}ELF\u{2}", "tool").family == .executable)
  #expect(kind("#!/bin/sh\nrm", "readme").family == .script)
  #expect(kind("dir\r\n", "run.BAT").family == .script)
  #expect(kind("PK\u{3}\u{4}", "stills.zip").family == .archive)
  #expect(kind("%PDF-1.7", "notes.pdf").family == .document)
  #expect(kind("<!DOCTYPE html>", "a.html").family == .document)
  #expect(kind("<?xml version='1.0'?><svg/>", "logo.svg").name == "SVG")
  #expect(kind("scene 1\n", "notes.txt").family == .text)
  #expect(kind("", "empty.mov").family == .empty)
  #expect(kind("\u{1}\u{2}\u{3}", "A001.bin").family == .unknown)
  #expect(FileKind(of: movie, name: "A001C001.MOV").fitsName)
  #expect(FileKind(of: Array(repeating: 0, count: 32769) + Array("CD001".utf8), name: "disc.iso").family == .diskImage)
  #expect(FileKind(of: [1, 2], tail: Array("koly".utf8), name: "app.dmg").family == .diskImage)
}

@Test func `a program in media's clothes is a program`() {
  for start in ["MZ\u{90}\0ftyp", "\u{7F}ELF", "#!/bin/sh"] {
    let found = kind(start, "A001C001.mov")
    #expect(found.family != .media && found.isDisguised, "\(start)")
  }
  #expect(kind("RIFF....WAVE %PDF-1.4", "a.wav").family == .document)
  #expect(kind("plain words", "clip.mxf").isDisguised)
  #expect(!kind("plain words", "clip.xml").isDisguised)
  #expect(FileKind(of: movie, name: "clip.wav").isDisguised)
}

@Test func `only media whose name fits and that is large is left out`() {
  let policy = ScanPolicy()
  let mov = FileKind(of: movie, name: "a.mov")
  #expect(policy.reasonToLeaveOut(mov, size: 1_000_000, appendix: nil) != nil)
  #expect(policy.reasonToLeaveOut(mov, size: 999_999, appendix: nil) == nil)
  #expect(policy.reasonToLeaveOut(mov, size: 1 << 40, appendix: "a ZIP archive at its end") == nil)
  #expect(policy.reasonToLeaveOut(FileKind(of: movie, name: "a.bin"), size: 1 << 40, appendix: nil) == nil)
  #expect(policy.reasonToLeaveOut(kind("\u{1}\u{2}", "a.bin"), size: 1 << 40, appendix: nil) == nil)
  var everything = policy
  everything.scansEverything = true
  #expect(everything.reasonToLeaveOut(mov, size: 1 << 40, appendix: nil) == nil)
}

@Test func `no prefix crashes the recognition`() {
  var random = SeededRandom(3)
  for length in [0, 1, 3, 8, 40, 300, 1030, 33_000] {
    for round in 0..<20 {
      let bytes = (0..<min(length, 1100)).map { _ in UInt8.random(in: 0...255, using: &random) } + Array(repeating: 0, count: max(0, length - 1100))
      _ = FileKind(of: bytes, tail: Array(bytes.suffix(round)), name: String(repeating: ".", count: round))
    }
  }
}

private func appendix(_ bytes: [UInt8]) throws -> String? {
  let folder = try TemporaryFolder()
  try TestCard.write(bytes, folder.path("clip"))
  let file = try InputFile(folder.path("clip"))
  return try FileAppendix.found(in: FileEnd(file, size: Int64(bytes.count)), prefix: Array(bytes.prefix(FileKind.prefixSize)))
}

@Test func `what was put behind the end of a movie is found`() throws {
  #expect(try appendix(movie) == nil)
  #expect(try appendix(movie + [0x4D, 0x5A] + Array(repeating: 0x90, count: 300)) == "302 bytes after its end")
  #expect(try appendix(movie + EngineProbe.encrypted) == "a ZIP archive at its end")
  #expect(try appendix(movie + EngineProbe.encrypted + Array(repeating: 1, count: 60_000))?.isEmpty == false)
  #expect(try appendix(movie + Array("Rar!\u{1A}\u{7}\0".utf8)) == "a RAR archive at its end")
  #expect(try appendix(movie + Array(repeating: 0, count: 70_000)) == nil)  // room that a recorder made
  #expect(try appendix(Array(movie.dropLast(100))) == nil)  // cut short
  #expect(try appendix(box("ftyp", []) + [0, 0, 0, 0] + Array("mdat".utf8) + [1, 2, 3]) == nil)  // the last box may go to the end
  // A number that looks like the end of an archive, without its directory.
  #expect(try appendix(box("mdat", [0x50, 0x4B, 5, 6] + Array(repeating: 1, count: 40))) == nil)
}

@Test func `what was put behind the end of a sound file is found`() throws {
  let header = Array("RIFF".utf8) + [14, 0, 0, 0] + Array("WAVEdata".utf8) + [2, 0, 0, 0]
  #expect(try appendix(header + [1, 2]) == nil)
  #expect(try appendix(header + [1, 2] + Array("MZ".utf8)) == "2 bytes after its end")
  #expect(try appendix(Array("RIFF".utf8) + [0xFF, 0xFF, 0xFF, 0xFF] + Array("WAVE".utf8) + [1, 2, 3]) == nil)
}

@Test func `no damage to a movie crashes the search behind its end`() throws {
  var random = SeededRandom(5)
  for _ in 0..<150 {
    var bytes = movie + EngineProbe.encrypted
    for _ in 0..<6 {
      bytes[Int.random(in: 0..<(Bool.random(using: &random) ? 24 : bytes.count), using: &random)] = UInt8.random(in: 0...255, using: &random)
    }
    _ = try appendix(Array(bytes.prefix(Int.random(in: 1...bytes.count, using: &random))))
  }
}

private func doubt(_ bytes: [UInt8], limit: Int64 = 1000) throws -> String? {
  let folder = try TemporaryFolder()
  try TestCard.write(bytes, folder.path("a.zip"))
  let file = try InputFile(folder.path("a.zip"))
  guard let directory = try ZIPDirectory(at: FileEnd(file, size: Int64(bytes.count))) else { return "no directory" }
  return directory.reasonToDoubt(limit)
}

@Test func `a ZIP archive is believed only when every file in it is within what a scanner was seen to look through`() throws {
  let good = EngineProbe.archive(of: [[1, 2, 3], Array(repeating: 0, count: 1000)])
  #expect(try doubt(good) == nil)
  #expect(try doubt(EngineProbe.archive(of: [Array(repeating: 0, count: 1001)]))?.contains("1001 bytes") == true)
  #expect(try doubt(Array(good.dropLast(30))) == "no directory")
  // The fields of the first entry: method at 10, packed size at 20, size at 24.
  let start = good.count - 22 - 2 * 47
  func changed(_ offset: Int, _ byte: UInt8) -> [UInt8] {
    var bytes = good
    bytes[start + offset] = byte
    return bytes
  }
  #expect(try doubt(changed(10, 99))?.contains("does not unpack") == true)
  #expect(try doubt(changed(24, 2))?.contains("false") == true)
  #expect(try doubt(changed(47, 0)) == "its directory is damaged")
  #expect(try doubt(changed(27, 0xFF))?.contains("bytes") == true)
}

@Test func `no damage to a directory crashes its reading`() throws {
  var random = SeededRandom(9)
  let good = EngineProbe.archive(of: [[1, 2, 3], Array(repeating: 0, count: 100)])
  for _ in 0..<150 {
    var bytes = good
    for _ in 0..<4 { bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random) }
    _ = try doubt(Array(bytes.suffix(Int.random(in: 1...bytes.count, using: &random))))
  }
}
