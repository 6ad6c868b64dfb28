// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Custody
import Files
import Foundation
import Hashing

/// `lineup keys`: the key that receipts are signed with.
struct KeysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Make and show the key that receipts are signed with.",
    discussion: """
      The private key stays in its file, for its owner alone. Clients get the public key, or its fingerprint, by another way than the receipts.

      EXAMPLES
        lineup keys create
        lineup keys show

      EXIT STATUS
        0 done; 2 there is no key, or there is one already; 64 wrong command line
      """,
    subcommands: [Create.self, Show.self])
}

/// Where the signing key is.
struct KeyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The file of the private key (also: LINEUP_KEY; otherwise ~/.config/lineup/signing-key.pem).", valueName: "file"),
    completion: .file())
  var key: String?

  var file: KeyFile {
    if let key { return KeyFile(key) }
    let environment = ProcessInfo.processInfo.environment
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? FileManager.default.homeDirectoryForCurrentUser.path
    return KeyFile.usual(environment: environment, home: home)
  }
}

/// The document that `keys … --json` prints.
private struct KeyDocument: Encodable {
  var status = "clean"
  var key: String
  var fingerprint: String
  var publicKey: String

  init(_ file: KeyFile, _ key: VerifyingKey) {
    self.key = file.path
    fingerprint = key.fingerprintText
    publicKey = key.pem
  }
}

extension KeysCommand {
  /// `lineup keys create`
  struct Create: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a signing key. One that is there is never replaced.",
      discussion: """
        EXAMPLE
          lineup keys create

        EXIT STATUS
          0 done; 2 it could not be written, or there is one already; 64 wrong command line
        """)

    @OptionGroup var place: KeyOptions
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let file = place.file
      let key = try file.create()
      console.say("made \(file.path), readable by its owner alone")
      console.say("fingerprint \(key.fingerprintText)")
      console.say("Keep a copy of the file where nobody else reads it: receipts of a lost key can still be checked, but no more be made.")
      console.say("Tell clients the fingerprint by telephone or in person, and send the public key that ‘lineup keys show’ prints.")
      try console.document(KeyDocument(file, key))
      return .clean
    }
  }

  /// `lineup keys show`
  struct Show: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the public key and its fingerprint, for clients.",
      discussion: """
        EXAMPLE
          lineup keys show

        EXIT STATUS
          0 done; 2 there is no key, or others may read it; 64 wrong command line
        """)

    @OptionGroup var place: KeyOptions
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let file = place.file
      let key = try file.key().verifyingKey
      console.say("fingerprint \(key.fingerprintText)")
      for line in key.pem.split(separator: "\n") { console.say(String(line)) }
      try console.document(KeyDocument(file, key))
      return .clean
    }
  }
}
