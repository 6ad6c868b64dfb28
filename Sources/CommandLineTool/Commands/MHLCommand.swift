// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Catalog
import Files
import Hashing
public import Integrity
import Operations

/// `lineup mhl`: the operations of ASC MHL one by one.
struct MHLCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mhl", abstract: "Make, check, compare and condense ASC MHL histories.",
    discussion: """
      EXAMPLES
        lineup mhl create /mnt/shared/A001R2EC
        lineup mhl diff /mnt/shared/A001R2EC
        lineup mhl flatten /mnt/shared/A001R2EC --to dispatch

      EXIT STATUS
        0 done and clean; 1 something is missing, has changed, or the history is damaged; 2 could not be done; 3 done in part, or there are
        files that nothing vouches for; 64 wrong command line
      """,
    subcommands: [Create.self, Verify.self, Diff.self, Flatten.self, Withdraw.self, Info.self, Check.self])
}

extension MHLCommand {
  /// `lineup mhl create`
  struct Create: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Hash a folder and add a generation to its history, beginning one where there is none.",
      discussion: """
        Files that the history knows are verified, new ones recorded. Histories in folders inside are continued too, and referred to.

        EXAMPLES
          lineup mhl create /mnt/shared/A001R2EC --hash xxh64 --hash c4
          lineup mhl create /mnt/shared/A001R2EC --single-file Clips/A001C009.mov
          lineup mhl create delivery --stand-alone delivery.mhl
          lineup mhl create delivery --format md5 --to delivery.md5

        EXIT STATUS
          0 done; 1 a known file has changed or is missing, or the history is damaged; 2 could not be done; 3 something was left out (a link), or is
          there again that was removed on purpose; 64 wrong command line
        """, helpNames: .long)  // -h is --hash here, as the reference tool has it

    @Argument(help: "The folder.", completion: .directory)
    var path: String
    @Option(
      name: .shortAndLong, parsing: .upToNextOption, help: "The formats: c4, md5, sha1, xxh128, xxh3, xxh64 (for an mhl1 list: md5, sha1, xxh64).")
    var hash: [HashNames] = [.standard]
    @OptionGroup var ignoring: IgnoreOptions
    @Option(
      parsing: .upToNextOption, help: ArgumentHelp("Record only these files or folders; the rest is not looked at.", valueName: "path"),
      completion: .file())
    var singleFile: [String] = []
    @Flag(help: "Recognise files that were renamed or moved since.")
    var detectRenames = false
    @Flag(help: "No hashes of folders.")
    var noDirectoryHashes = false
    @Option(help: ArgumentHelp("Write a manifest here, outside any history, and no generation.", valueName: "file"), completion: .file())
    var standAlone: String?
    @Option(help: "Write another kind of list (mhl1, md5, sha1, sha256, xxh64, xxh3, xxh128, c4) instead of a generation.")
    var format: ListWriter.Format?
    @Option(help: ArgumentHelp("Where the list of --format goes.", valueName: "file"), completion: .file())
    var to: String?
    @OptionGroup var signing: SignatureOptions
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if (format == nil) != (to == nil) { throw ValidationError("--format and --to belong together: --format md5 --to delivery.md5") }
      if format != nil, standAlone != nil { throw ValidationError("--stand-alone writes an ASC MHL manifest and --format another list: ask for one") }
    }

    func perform(_ console: Console) async throws -> ExitStatus {
      let environment = try Session.environment(console, workspace: workspace.path, making: false)
      let signature = signing.signature(in: environment)
      let parts = try PathsInside.of(singleFile, in: path)
      if let format, let to {
        var writer = ListWriter(path, format: format, signature: signature)
        (writer.parts, writer.algorithms, writer.ignorePatterns) = (parts, hash.algorithms, try ignoring.patterns())
        let report = try await WriteHashList(writer, to: to).run(in: environment)
        return try MHLCommand.end(report, "list", of: path, console, environment)
      }
      var pass = HistoryPass(path, as: .create, signature: signature)
      (pass.parts, pass.algorithms, pass.ignorePatterns) = (parts, hash.algorithms, try ignoring.patterns())
      (pass.detectsRenames, pass.hashesFolders, pass.standAlone) = (detectRenames, !noDirectoryHashes, standAlone)
      return try MHLCommand.end(try await RecordHistory(pass).run(in: environment), "create", of: path, console, environment)
    }
  }

  /// `lineup mhl verify`
  struct Verify: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a folder against its history and add a generation with the result.",
      discussion: """
        As `lineup verify`, with a signature, renames, and a choice of formats.

        EXAMPLE
          lineup mhl verify /mnt/nearline/A001R2EC --author "Ann Wrangler" --role DIT

        EXIT STATUS
          0 clean; 1 something changed or is missing, or the history is damaged; 2 could not be done; 3 files were added; 64 wrong command line
        """, helpNames: .long)  // -h is --hash here, as the reference tool has it

    @Argument(help: "The folder with the history.", completion: .directory)
    var path: String
    @Option(name: .shortAndLong, parsing: .upToNextOption, help: "The formats to check and record; those on record where none is given.")
    var hash: [HashNames] = []
    @Option(parsing: .upToNextOption, help: ArgumentHelp("Check only these files or folders.", valueName: "path"), completion: .file())
    var singleFile: [String] = []
    @OptionGroup var ignoring: IgnoreOptions
    @Flag(help: "Recognise files that were renamed or moved since.")
    var detectRenames = false
    @Flag(help: "Only look: add nothing to the history.")
    var noGeneration = false
    @OptionGroup var signing: SignatureOptions
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      try MHLCommand.look(for: [path])
      let environment = try Session.environment(console, workspace: workspace.path, making: false)
      var pass = HistoryPass(path, as: noGeneration ? .look : .verify, signature: signing.signature(in: environment))
      (pass.parts, pass.algorithms) = (try PathsInside.of(singleFile, in: path), hash.algorithms)
      (pass.ignorePatterns, pass.detectsRenames) = (try ignoring.patterns(), detectRenames)
      return try MHLCommand.end(try await RecordHistory(pass).run(in: environment), "verify", of: path, console, environment)
    }
  }

  /// `lineup mhl diff`
  struct Diff: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what is missing from a folder, and new in it, by its history. No file is read.",
      discussion: """
        Names and lengths are compared, and the history itself is checked.

        EXAMPLE
          lineup mhl diff /mnt/shared/A001R2EC

        EXIT STATUS
          0 nothing; 1 something is missing or has another length, or the history is damaged; 2 could not be done; 3 there are new files;
          64 wrong command line
        """)

    @Argument(help: "The folder with the history.", completion: .directory)
    var path: String
    @OptionGroup var ignoring: IgnoreOptions
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      try MHLCommand.look(for: [path])
      let environment = try Session.environment(console, workspace: nil)
      var pass = HistoryPass(path, as: .diff, signature: Signature(host: environment.host, clock: environment.clock))
      pass.ignorePatterns = try ignoring.patterns()
      return try MHLCommand.end(try await RecordHistory(pass).run(in: environment), "diff", of: path, console, environment)
    }
  }

  /// Ends the work here where one of `paths` is not there: that nothing has a history would be true, and no help.
  static func look(for paths: [String]) throws {
    for path in paths { _ = try FileFacts.of(path) }
  }

  /// Prints what a pass came to, and notes it in the workspace if there is one.
  static func end(
    _ report: VerificationReport, _ verb: String, of path: String, _ console: Console, _ environment: Operations.Environment
  ) throws -> ExitStatus {
    try environment.note(
      "mhl.\(verb == "list" ? "create" : verb).\(report.status.rawValue)", subject: path,
      ["verified": report.verified, "failed": report.failed.count, "missing": report.missing.count])
    console.say("\(report.status.rawValue): \(words(report, verb))")
    console.say(troublesOf: report)
    try console.document(report)
    return ExitStatus(WorkStatus(report.status))
  }

  /// What was counted. A diff hashes nothing, and a list of another kind records nothing.
  private static func words(_ report: VerificationReport, _ verb: String) -> String {
    func files(_ count: Int) -> CountText { CountText(count, "file") }
    if verb == "diff" {
      let listed = CountText(report.listed, "listed file")
      return "\(report.present) of \(listed) \(report.listed == 1 ? "is" : "are") there; nothing was hashed"
    }
    let read = "\(ByteText(report.bytes)) read"
    if verb == "list" { return "\(files(report.listed)) listed, \(read)" }
    var parts = [report.generation.map { "generation \($0)" }].compactMap(\.self)
    if report.recorded > 0 { parts.append("\(files(report.recorded)) recorded for the first time") }
    if report.listed > 0 || report.recorded == 0 { parts.append("\(report.verified) of \(files(report.listed)) as recorded") }
    return (parts + [read]).joined(separator: ", ")
  }
}

extension ListWriter.Format: ExpressibleByArgument {}
