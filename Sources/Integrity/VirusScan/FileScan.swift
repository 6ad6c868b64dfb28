// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

/// The scan of one file: what is it, is it wanted, what does clamd say, and is it still the same afterwards?
struct FileScan {
  /// How the daemon behaved.
  enum Daemon {
    case answered
    case failed
    case notAsked
  }

  struct Outcome {
    let file: ScanReport.File
    let daemon: Daemon
    /// How many bytes the caller was told of.
    let bytesCounted: Int64
  }

  let entry: FolderEntry
  let root: String
  let client: ClamdClient
  let policy: ScanPolicy
  let engine: ScanEngine

  /// Scans.
  /// - Parameter daemonIsGone: whether it is in vain to ask.
  func run(daemonIsGone: Bool, onBlock: (Int) -> Void) -> Outcome {
    do throws(FilesError) {
      let path = try entry.path.resolved(in: root)
      let file = try InputFile(path, followLinks: false)
      return try run(file, at: path, daemonIsGone: daemonIsGone, onBlock)
    } catch {
      let file = ScanReport.File(path: entry.path.text, bytes: entry.facts.size, verdict: .notScanned, reason: error.explanation)
      return Outcome(file: file, daemon: .notAsked, bytesCounted: 0)
    }
  }

  // MARK: -

  private func run(
    _ file: borrowing InputFile, at path: String, daemonIsGone: Bool, _ onBlock: (Int) -> Void
  ) throws(FilesError) -> Outcome {
    let facts = try file.facts()
    let (kind, prefix) = try Self.kind(of: file, size: facts.size, name: entry.path.name)
    let isPlainMedia = kind.family == .media && kind.fitsName
    let appendix = isPlainMedia ? try FileAppendix.found(in: FileEnd(file, size: facts.size), prefix: prefix) : nil
    let suspicion = appendix.map { "it has \($0)" } ?? (kind.isDisguised ? "its bytes (\(kind.name)) are not what its name says" : nil)
    func result(_ verdict: ScanReport.Verdict, signature: String? = nil, reason: String? = nil, method: ScanReport.Method? = nil) -> ScanReport.File {
      .init(
        path: entry.path.text, bytes: facts.size, kind: kind.name, verdict: verdict, signature: signature, reason: reason, method: method,
        suspicion: suspicion)
    }
    func settled(_ verdict: ScanReport.Verdict, _ reason: String) -> Outcome {
      Outcome(file: result(verdict, reason: reason), daemon: .notAsked, bytesCounted: 0)
    }
    if let reason = policy.reasonToLeaveOut(kind, size: facts.size, appendix: appendix) { return settled(.leftOut, reason) }
    if facts.size > ScanPolicy.largestOfAll { return settled(.notScanned, "larger than 2 GB, which ClamAV never scans") }
    if daemonIsGone { return settled(.notScanned, "clamd stopped answering") }

    var counted: Int64 = 0
    let (reply, method, daemon) = ask(file, facts, path) { count in
      // Only once, should the file be read a second time.
      guard counted + Int64(count) <= facts.size else { return }
      counted += Int64(count)
      onBlock(count)
    }
    let verdict: ScanReport.File =
      switch reply {
      case .found(let signature): result(.infected, signature: signature, method: method)
      case .notLookedAt(let reason): result(.notScanned, reason: reason)
      case .nothingFound where !isSame(facts, try file.facts(), path): result(.notScanned, reason: "changed while it was scanned; scan it again")
      case .nothingFound:
        // What is found stands whatever the settings; only an OK may mean nothing.
        if let doubt = try doubt(kind, file, facts.size, prefix, hasAppendix: appendix != nil) {
          result(.notScanned, reason: doubt)
        } else {
          result(.clean, method: method)
        }
      }
    return Outcome(file: verdict, daemon: daemon, bytesCounted: counted)
  }

  /// Why an OK says nothing; nil when it is believed.
  private func doubt(
    _ kind: FileKind, _ file: borrowing InputFile, _ size: Int64, _ prefix: [UInt8], hasAppendix: Bool
  ) throws(FilesError) -> String? {
    if let doubt = policy.reasonToDoubt(engine, kind, size: size) { return doubt }
    let end = FileEnd(file, size: size)
    var holdsZIP = prefix.starts(with: [0x50, 0x4B, 3, 4])
    if hasAppendix { holdsZIP = try !end.zipRecords().isEmpty }
    guard holdsZIP else { return nil }
    guard let directory = try ZIPDirectory(at: end) else {
      return "a ZIP archive without a directory that can be read (cut short, split or ZIP64), so that clamd cannot have seen all of it"
    }
    return directory.reasonToDoubt(engine.looksInsideUpTo)
  }

  /// Asks one way, and where that fails the other.
  private func ask(
    _ file: borrowing InputFile, _ facts: FileFacts, _ path: String, _ onBlock: (Int) -> Void
  ) -> (ClamdReply, ScanReport.Method, Daemon) {
    let attempts = policy.attempts(size: facts.size, isLocal: client.address.isLocal)
    var reasons: [String] = []
    var daemon = Daemon.failed
    for method in attempts {
      do throws(ClamdFault) {
        let reply =
          switch method {
          case .instream: try client.scan(file, size: facts.size, onBlock: onBlock)
          case .scan: try client.scan(path: path)
          }
        daemon = .answered
        guard case .notLookedAt(let reason) = reply else { return (reply, method, daemon) }
        if !reasons.contains(reason) { reasons.append(reason) }
        // A limit that one way met the other meets as well.
        if reason.contains("Heuristics.") { break }
      } catch {
        reasons.append(error.text)
        if error.kind == .unintelligible { daemon = .answered }
        if error.isOfTheDaemon || error.kind == .cancelled { break }
      }
    }
    return (.notLookedAt(reasons.joined(separator: "; and ")), attempts[attempts.count - 1], daemon)
  }

  /// Whether what stands at the path is what was scanned. Of a link, clamd's SCAN says OK without following it; so a path that came to be one
  /// while nobody looked must not pass.
  private func isSame(_ before: FileFacts, _ after: FileFacts, _ path: String) -> Bool {
    guard before.size == after.size, before.modified == after.modified else { return false }
    guard let there = try? FileFacts.of(path, followLinks: false) else { return false }
    return there.kind == .file && there.isSameFile(as: before)
  }

  private static func kind(of file: borrowing InputFile, size: Int64, name: String) throws(FilesError) -> (FileKind, prefix: [UInt8]) {
    let prefix = try bytes(of: file, at: 0, count: Int(min(size, Int64(FileKind.prefixSize))))
    let tailStart = max(0, size - Int64(FileKind.tailSize))
    let tail = try bytes(of: file, at: tailStart, count: Int(size - tailStart))
    return (FileKind(of: prefix, tail: tail, name: name), prefix)
  }

  private static func bytes(of file: borrowing InputFile, at offset: Int64, count: Int) throws(FilesError) -> [UInt8] {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, count), alignment: 16)
    defer { memory.deallocate() }
    let filled = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[..<count]), at: offset)
    return Array(memory[..<filled])
  }
}
