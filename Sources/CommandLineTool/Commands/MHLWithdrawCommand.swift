// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Integrity
import Operations

extension MHLCommand {
  /// `lineup mhl withdraw`
  struct Withdraw: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Record that files of a history were removed on purpose: which, by whom and why; or take that back.",
      discussion: """
        For a note or a test file that was dropped into a copy, recorded by a verification and deleted since: every check calls it missing. The new
        generation leaves out those very paths, with your name and reason, and every check says so from then on. Everything else is read and compared in
        the same pass. What is still there is not let go, and nothing is deleted.

        With --undo the files count again: one that was put back is compared with its record, one that is not there is missing. The history keeps both
        words, with names and dates.

        EXAMPLES
          lineup mhl withdraw /mnt/nearline/A001R2EC --path note.txt --author "Ann Wrangler" --comment "lunch list, dropped by mistake"
          lineup mhl withdraw /mnt/nearline/A001R2EC --undo --path note.txt --author "Ann Wrangler" --comment "the client wants it kept"

        EXIT STATUS
          0 done, and everything else is as recorded; 1 done, and something else has changed or is missing, or the history is damaged; 2 could not be
          done; 3 something was left out (a link); 64 wrong command line
        """)

    @Argument(help: "The folder with the history.", completion: .directory)
    var folder: String
    @Option(name: .customLong("path"), parsing: .upToNextOption, help: "What was removed, files or folders, as seen from the folder.")
    var paths: [String] = []
    @Option(help: ArgumentHelp("A text file with such paths, one a line: where there are thousands.", valueName: "file"), completion: .file())
    var pathsFrom: String?
    @Flag(help: "Take back that they were removed on purpose.")
    var undo = false
    @OptionGroup var signing: SignatureOptions
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if paths.isEmpty, pathsFrom == nil { throw ValidationError("Name what \(undo ? "is to count again" : "was removed"): --path note.txt") }
      if signing.author == nil || signing.comment == nil {
        let reason = undo ? "the client wants it kept" : "dropped by mistake"
        throw ValidationError("Say who answers for it and why: --author \"Ann Wrangler\" --comment \"\(reason)\"")
      }
    }

    func perform(_ console: Console) async throws -> ExitStatus {
      try MHLCommand.look(for: [folder])
      let environment = try Session.environment(console, workspace: workspace.path, making: false)
      let listed = try pathsFrom.map { try InputFile.text(of: $0).split(whereSeparator: \.isNewline).map(String.init) } ?? []
      let inside = try (paths + listed).map { path in
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        var text = path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
        while text.hasSuffix("/") { text.removeLast() }
        return try ContainedPath(text)
      }
      let signature = signing.signature(in: environment)
      let work =
        undo
        ? WithdrawFiles(Reinstate(folder, paths: inside, signature: signature))
        : WithdrawFiles(Integrity.Withdraw(folder, paths: inside, signature: signature))
      return try MHLCommand.end(try await work.run(in: environment), undo ? "reinstate" : "withdraw", of: folder, console, environment)
    }
  }
}
