// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a file is by its first and last bytes, whatever it is called.
public struct FileKind: Hashable, Sendable {
  /// What matters to a virus scan: only media can be too large to scan and useless to an attacker at the same time.
  public enum Family: String, Codable, Sendable {
    /// Pictures, sound and their wrappers.
    case media
    /// A program.
    case executable
    /// A text that some interpreter runs.
    case script
    /// A file of files.
    case archive
    /// A volume in a file.
    case diskImage
    /// What people open with an office program, a reader or a browser; it may carry programs of its own.
    case document
    /// Plain text, without anything that would make it run.
    case text
    /// No bytes at all.
    case empty
    /// Nothing that is known here.
    case unknown
  }

  /// What matters to a virus scan.
  public let family: Family
  /// The kind in words: `QuickTime or MP4`.
  public let name: String
  /// Whether its ending is one that files of this kind are known by.
  public let fitsName: Bool
  /// Whether its ending is that of another kind: a program that is called .mov.
  public let isDisguised: Bool

  /// How many bytes from the front are looked at: enough to reach the first descriptor of an ISO 9660 volume, in sector 16 of 2048 bytes.
  public static let prefixSize = 34 << 10
  /// How many bytes from the end are looked at: a disk image of a Mac has its mark in the last 512.
  public static let tailSize = 512

  /// Recognizes a file.
  /// - Parameters:
  ///   - prefix: its first `prefixSize` bytes, or all there are.
  ///   - tail: its last `tailSize` bytes, or all there are.
  ///   - name: what it is called.
  public init(of prefix: [UInt8], tail: [UInt8] = [], name: String) {
    let ending = Self.ending(of: name)
    if prefix.isEmpty {
      self.init(family: .empty, name: "empty", ending: ending, endings: [ending])
    } else if let mark = FileMark.all.first(where: { $0.stands(in: prefix) }) ?? (FileMark.macDiskImage.stands(in: tail) ? .macDiskImage : nil) {
      self.init(family: mark.family, name: mark.name, ending: ending, endings: mark.endings)
    } else if let text = Self.text(prefix) {
      self.init(text: text, ending: ending)
    } else {
      self.init(family: .unknown, name: "unknown", ending: ending)
    }
  }

  // MARK: -

  private init(family: Family, name: String, ending: String, endings: Set<String> = []) {
    self.family = family
    self.name = name
    fitsName = endings.contains(ending)
    isDisguised = !fitsName && FileMark.endings.contains(ending)
  }

  private init(text: String, ending: String) {
    let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.prefix(2000).lowercased()
    if let (_, name) = Self.documentStarts.first(where: { start.contains($0.text) }) {
      self.init(family: .document, name: name, ending: ending)
    } else if Self.scriptEndings.contains(ending) || Self.scriptStarts.contains(where: start.hasPrefix) {
      self.init(family: .script, name: "script", ending: ending)
    } else {
      self.init(family: .text, name: "text", ending: ending)
    }
  }

  /// What follows the last dot, in small letters.
  private static func ending(of name: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  /// The bytes as text, when they are that: UTF-8 (a character that the end of the prefix cuts does not count), or UTF-16 with its mark.
  private static func text(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return String(bytes: bytes.prefix(bytes.count & ~1), encoding: .utf16)
    }
    for cut in 0...min(3, bytes.count - 1) where cut == 0 || bytes.count >= prefixSize {
      guard let text = String(validating: bytes.dropLast(cut), as: UTF8.self) else { continue }
      return text.utf8.contains { $0 < 0x20 && !whiteSpace.contains($0) } ? nil : text
    }
    return nil
  }

  /// Tab, line feed, form feed, return and escape.
  private static let whiteSpace: Set<UInt8> = [0x09, 0x0A, 0x0C, 0x0D, 0x1B]

  private static let documentStarts: [(text: String, name: String)] = [
    ("<html", "HTML"), ("<!doctype html", "HTML"), ("<script", "HTML"), ("<svg", "SVG"), ("<?php", "PHP"), ("{\\rtf", "RTF"),
  ]
  private static let scriptStarts = ["#!", "@echo off", "on error resume"]
  private static let scriptEndings: Set<String> = [
    "bat", "cmd", "command", "csh", "desktop", "hta", "inf", "js", "jse", "lua", "pl", "ps1", "psm1", "py", "rb", "reg", "sct", "sh", "tcl", "tool",
    "url", "vbe", "vbs", "webloc", "wsf", "zsh",
  ]
}
