// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Foundation
import Integrity
import Operations

/// Who signs a manifest.
struct SignatureOptions: ParsableArguments {
  @Option(name: [.customLong("author"), .customLong("by")], help: "The person responsible, as the manifest names them.")
  var author: String?
  @Option(help: "That person's part in the work.")
  var role: String?
  @Option(help: "That person's e-mail address.")
  var email: String?
  @Option(help: "That person's telephone number.")
  var phone: String?
  @Option(help: "Where this is done.")
  var location: String?
  @Option(name: [.customLong("comment"), .customLong("reason")], help: "Free text for the manifest.")
  var comment: String?

  func validate() throws {
    if author == nil, role != nil || email != nil || phone != nil {
      throw ValidationError("--role, --email and --phone say more of an --author: name one")
    }
  }

  func signature(in environment: Operations.Environment) -> Signature {
    Signature(
      host: environment.host, clock: environment.clock, authors: author.map { [.init(name: $0, role: role, email: email, phone: phone)] } ?? [],
      location: location, comment: comment)
  }
}

/// What is left out.
struct IgnoreOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Leave out what matches, as in .gitignore. May be given more than once.", valueName: "pattern"))
  var ignore: [String] = []
  @Option(help: ArgumentHelp("Leave out what matches a line of this file.", valueName: "file"), completion: .file())
  var ignoreFile: String?

  func patterns() throws -> [String] {
    guard let ignoreFile else { return ignore }
    let lines = try InputFile.text(of: ignoreFile, limit: 1 << 20).split(whereSeparator: \.isNewline).map(String.init)
    return ignore + lines.filter { !$0.hasPrefix("#") }
  }
}

/// Paths on the command line that lie in a folder that was named as well.
enum PathsInside {
  /// The paths from `folder`. They may be given from there or from where the program was started.
  static func of(_ paths: [String], in folder: String) throws -> [ContainedPath] {
    let root = try real(folder)
    return try paths.map { path in
      let given = FileManager.default.fileExists(atPath: path) ? path : "\(folder)/\(path)"
      let (parent, name) = SystemPathParts.of(given)
      let full = try "\(real(parent))/\(name)"
      guard full.utf8.starts(with: "\(root == "/" ? "" : root)/".utf8) else {
        throw ValidationError("‘\(path)’ is not in \(folder): name files of that folder")
      }
      _ = try FileFacts.of(full, followLinks: false)
      return try ContainedPath(String(Substring(full.utf8.dropFirst(root.utf8.count + 1))))
    }
  }

  private static func real(_ path: String) throws -> String {
    _ = try FileFacts.of(path)
    return URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }
}

/// A path's folder and last name.
enum SystemPathParts {
  static func of(_ path: String) -> (folder: String, name: String) {
    let url = URL(fileURLWithPath: path)
    return (url.deletingLastPathComponent().path, url.lastPathComponent)
  }
}
