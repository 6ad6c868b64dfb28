// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Essence
import Files
import Foundation
import Operations
import Quality

/// The files that reports are to be written to, as `--report` names them.
struct ReportPaths {
  let paths: [String]
  /// The formats that there are.
  let formats: [ReportFormat]

  init(_ paths: [String], among formats: [ReportFormat] = ReportFormat.allCases) {
    self.paths = paths
    self.formats = formats
  }

  /// The format that the ending of `path` names, among `formats`.
  static func format(of path: String, among formats: [ReportFormat]) -> ReportFormat? {
    formats.first { path.lowercased().hasSuffix(".\($0.rawValue)") && path.count > $0.rawValue.count + 1 }
  }

  /// Refuses an ending that names no format, and a file named twice.
  func validate() throws {
    for path in paths where Self.format(of: path, among: formats) == nil {
      let endings = formats.map { ".\($0.rawValue)" }
      // Of the others only one is not written everywhere.
      let isOfOne = Self.format(of: path, among: ReportFormat.allCases) != nil
      let why = isOfOne ? "the EBU’s QC schema in XML has room for one inspection, and for nothing else; " : ""
      throw ValidationError("‘\(path)’: \(why)a report ends in \(endings.dropLast().joined(separator: ", ")) or \(endings[endings.count - 1])")
    }
    if let twice = paths.first(where: { path in paths.count { $0 == path } > 1 }) { throw ValidationError("‘\(twice)’ is named twice") }
  }

  /// Refuses a file that is there already.
  static func refuseExisting(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    throw OperationsError(.alreadyExists, subject: path, "‘\(path)’ is there already and was left as it is: name another file for the report")
  }

  /// Refuses, before any work, what could not be written after it.
  func refuseObstacles(_ writer: any ReportWriter) throws {
    for path in paths {
      try Self.refuseExisting(path)
      _ = try FileFacts.of(URL(fileURLWithPath: path).deletingLastPathComponent().relativePath)
      if let format = Self.format(of: path, among: formats), let reason = writer.obstacle(to: format) {
        throw OperationsError(.badInput, subject: path, "‘\(path)’ cannot be made: \(reason)")
      }
    }
  }

  /// The formats wanted of each path without its ending, so that what several formats share is made once.
  var byBase: [(base: String, formats: [ReportFormat])] {
    let named = paths.compactMap { path in
      Self.format(of: path, among: formats).map { (base: String(path.dropLast($0.rawValue.count + 1)), format: $0) }
    }
    return Dictionary(grouping: named, by: \.base).sorted { $0.key < $1.key }.map { ($0.key, $0.value.map(\.format)) }
  }
}
