// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Catalog
import Files
import Integrity
import Operations

extension MHLCommand {
  /// `lineup mhl flatten`
  struct Flatten: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Condense histories into packing lists that go with a dispatch.",
      discussion: """
        Nothing is added to the histories. With --collection, ascmhl_collection.xml lists what was written with its hashes.

        EXAMPLES
          lineup mhl flatten /mnt/shared/A001R2EC --to dispatch
          lineup mhl flatten /mnt/shared/A001R2EC /mnt/shared/A002R2EC --to dispatch --collection

        EXIT STATUS
          0 done; 2 there is no history, it is damaged, or nothing can be written there; 64 wrong command line
        """)

    @Argument(help: "The folders with histories.", completion: .directory)
    var paths: [String]
    @Option(help: ArgumentHelp("The folder for the packing lists, or for one a file ending in .mhl.", valueName: "dir"), completion: .directory)
    var to: String
    @Flag(help: "Bundle them in ascmhl_collection.xml.")
    var collection = false
    @OptionGroup var ignoring: IgnoreOptions
    @OptionGroup var signing: SignatureOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if paths.isEmpty { throw ValidationError("name the folders whose histories are to be condensed") }
      if to.lowercased().hasSuffix(".mhl"), paths.count > 1 || collection { throw ValidationError("several lists need a folder: --to DIR") }
    }

    private struct Document: Encodable {
      var status = "clean"
      var verified = 0
      var failed: [String] = []
      var missing: [String] = []
      var new: [String] = []
      @Null var chain: String?
      @Null var generation: Int?
      var manifests: [String]
      var files: Int
      var notes: [String]
    }

    func perform(_ console: Console) async throws -> ExitStatus {
      try MHLCommand.look(for: paths)
      let environment = try Session.environment(console, workspace: nil)
      var work = CondenseHistory(paths, to: to, signature: signing.signature(in: environment))
      (work.ignorePatterns, work.collects) = (try ignoring.patterns(), collection)
      let report = try await work.run()
      console.say("clean: \(CountText(report.files, "file")) listed")
      for note in report.notes { console.say("  note: \(note)") }
      for manifest in report.manifests { console.say("  written: \(manifest)") }
      try console.document(Document(manifests: report.manifests, files: report.files, notes: report.notes))
      return .clean
    }
  }

  /// `lineup mhl info`
  struct Info: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a history's generations: who made them, when, and what became of a file.",
      discussion: """
        EXAMPLES
          lineup mhl info /mnt/shared/A001R2EC
          lineup mhl info /mnt/shared/A001R2EC --single-file Clips/A001C003.mov

        EXIT STATUS
          0 shown, and the history is whole; 1 shown, and it is damaged; 2 there is none; 64 wrong command line
        """)

    @Argument(help: "The folder with the history.", completion: .directory)
    var path: String
    @Option(help: ArgumentHelp("Show what each generation says of this file.", valueName: "path"), completion: .file())
    var singleFile: String?
    @OptionGroup var output: OutputOptions

    private struct Document: Encodable {
      var status: String
      var verified = 0
      var failed: [String] = []
      var missing: [String] = []
      var new: [String] = []
      var chain: VerificationReport.Chain
      @Null var generation: Int?
      var histories: [HistorySummary]
    }

    func perform(_ console: Console) async throws -> ExitStatus {
      let path = path
      try MHLCommand.look(for: [path])
      var file: ContainedPath?
      if let singleFile {
        // A file that is gone has a history still: its path need not exist.
        let there = try? PathsInside.of([singleFile], in: path).first
        file = try there ?? ContainedPath(singleFile)
      }
      let wanted = file
      let histories = try await onOwnThread { _ in try HistorySummary.of(path, file: wanted) }
      let isIntact = histories.allSatisfy(\.intact)
      for history in histories { Self.say(history, of: wanted, console) }
      let count = histories.reduce(0) { $0 + $1.generations.count }
      try console.document(
        Document(
          status: isIntact ? "clean" : "rejected", chain: .init(generations: count, intact: isIntact),
          generation: histories.first?.generations.last?.number, histories: histories))
      return isIntact ? .clean : .rejected
    }

    private static func say(_ history: HistorySummary, of file: ContainedPath?, _ console: Console) {
      console.say("\(history.scope): \(CountText(history.generations.count, "generation")), \(history.intact ? "whole" : "DAMAGED")")
      for generation in history.generations {
        console.say("  \(generation.number)  \(generation.date)  \(generation.process)  \(generation.tool) on \(generation.host)")
        let bad = generation.failed > 0 ? ", \(generation.failed) FAILED" : ""
        console.say("     \(generation.manifest): \(CountText(generation.files, "file"))\(bad)")
        let by = generation.authors + [generation.location.map { "at \($0)" }, generation.comment].compactMap(\.self)
        if !by.isEmpty { console.say("     \(by.joined(separator: "; "))") }
        if !generation.withdrawn.isEmpty { console.say("     removed on purpose: \(generation.withdrawn.listed)") }
        if !generation.reinstated.isEmpty { console.say("     counts again, removed on purpose before: \(generation.reinstated.listed)") }
        if let file {
          for line in generation.file ?? [] { console.say("     \(file): \(line)") }
        } else {
          for hash in generation.rootHash { console.say("     root \(hash)") }
        }
      }
      if let file, history.generations.allSatisfy({ $0.file?.isEmpty != false }) {
        console.say("  note: no generation speaks of \(file): is the path right?")
      }
      for note in history.notes { console.say("  note: \(note)") }
    }
  }

  /// `lineup mhl check`
  struct Check: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Validate a history, a manifest or a collection against the schema and their own hashes. No media is read.",
      discussion: """
        EXAMPLES
          lineup mhl check /mnt/shared/A001R2EC
          lineup mhl check packinglist_A001R2EC_2026-11-27_090000Z.mhl

        EXIT STATUS
          0 sound; 1 not; 2 there is nothing to check; 64 wrong command line
        """)

    @Argument(help: "The folder with the history, a manifest, a chain or a collection.", completion: .file())
    var path: String
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let path = path
      try MHLCommand.look(for: [path])
      let report = try await onOwnThread { _ in try HistoryCheck.run(path) }
      console.say("\(report.status.rawValue): \(report.verified) of \(report.listed) documents as they should be")
      console.say(troublesOf: report)
      try console.document(report)
      return ExitStatus(WorkStatus(report.status))
    }
  }
}
