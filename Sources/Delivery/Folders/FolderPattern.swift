// SPDX-License-Identifier: Apache-2.0

public import Files
import Foundation

/// How folders are named: text with fields in braces and slashes between folders, as `{production}/{date}/{camera}/{reel}`.
///
/// A pattern is checked when it is read. Values are made fit for every file system, and what was changed is told; a value can never add a folder
/// or lead out of one. `{date}` is written as 20261127, or as `{date:yyyy-MM-dd}` says; `{counter}`, or `{counter:3}` for at least three digits, may
/// stand once, in the last folder.
///
/// **What is never renamed.** A pattern names the folder that a copy goes to, and those above it: nothing inside a card. Where the card's own
/// folder is part of the card, as a reel of ARRI or a magazine of RED, `keeping` gives its name: if the last folder comes out as that very name it
/// is it, otherwise the card's folder goes beneath under the name it has. Cards that begin at the root of a volume (P2's `CONTENTS`, `BPAV`,
/// `XDROOT`, …) have no such name, and the last folder takes the root's place.
public struct FolderPattern: Hashable, Sendable, CustomStringConvertible {
  /// The fields that a copy may use.
  public enum Field: String, CaseIterable, Sendable {
    case production, client, episode
    /// The day of the copy, given as `2026-11-27`.
    case date
    /// The shooting day, as people number it.
    case day
    case unit, camera, reel, roll, card
    /// The name of the source folder.
    case source
    case `operator`
  }

  /// The names that one pattern gave.
  public struct Expansion: Hashable, Sendable {
    /// The folders, the last being the copy's own.
    public let path: ContainedPath
    /// What values were changed to: `‘Señora’ became ‘Senora’`.
    public let changes: [String]
  }

  /// The pattern as it was written.
  public let description: String
  private let segments: [FolderPatternSegment]

  /// Every standard field's name.
  public static let standardFields = Field.allCases.map(\.rawValue)

  /// The pattern that `text` describes, which may use `fields`.
  ///
  /// - Throws: `DeliveryError.invalidPattern` for an unknown field, a stray brace, an empty folder name, a path that is absolute or has `..`, a
  ///   character that file systems refuse, a reserved name, a format that is none, or a counter where it cannot be.
  public init(_ text: String, fields: [String] = FolderPattern.standardFields) throws(DeliveryError) {
    description = text
    guard text.utf8.count <= Self.maximumTextBytes else { throw Self.error(text, "is too long", "keep it below \(Self.maximumTextBytes) bytes") }
    guard !text.isEmpty else { throw Self.error(text, "is empty", "write folders as {production}/{date}/{reel}") }
    guard !text.hasPrefix("/") else {
      throw Self.error(text, "begins at the root of the system", "leave out the first ‘/’: it is put into the destination")
    }
    var segments: [FolderPatternSegment] = []
    for part in text.split(separator: "/", omittingEmptySubsequences: false) {
      do throws(FolderPatternSegment.Fault) { segments.append(try FolderPatternSegment(String(part), fields: fields)) } catch {
        throw Self.error(text, error.fault, error.remedy)
      }
    }
    guard !segments.dropLast().contains(where: \.hasCounter) else {
      throw Self.error(text, "counts in a folder that is not the last", "put {counter} into the last folder’s name")
    }
    self.segments = segments
  }

  /// The fields that it uses, each once; the counter is none.
  public var fields: [String] {
    segments.flatMap(\.fields).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Whether the last folder is numbered.
  public var hasCounter: Bool { segments.last?.hasCounter ?? false }

  /// How many folders it names.
  public var depth: Int { segments.count }

  /// The folders for `values`.
  ///
  /// - Parameters:
  ///   - counter: the number for `{counter}`; needed where there is one. `nextCounter(in:values:)` finds it.
  ///   - keeping: the name of the card's own folder, where it must stay; see `CardFormat.keepsFolderName`.
  /// - Throws: `DeliveryError.invalidMetadata` naming the field that is missing, or unusable, or makes a name too long.
  public func path(_ values: [String: String], counter: Int? = nil, keeping name: String? = nil) throws(DeliveryError) -> Expansion {
    var changes: [String] = []
    var names: [String] = []
    for segment in segments { names.append(try segment.name(values, counter: counter, in: description, &changes)) }
    if let name, names.last?.utf8.elementsEqual(name.utf8) != true { names.append(name) }
    let text = names.joined(separator: "/")
    guard text.utf8.count <= Self.maximumPathBytes else {
      throw DeliveryError(
        .invalidMetadata, subject: "the folder ‘\(text.prefix(40))…’",
        fault: "has a path of \(text.utf8.count) bytes where \(Self.maximumPathBytes) fit",
        remedy: "give shorter values")
    }
    do { return Expansion(path: try ContainedPath(text), changes: changes) } catch {
      throw DeliveryError(.invalidMetadata, subject: "the folder ‘\(text)’", fault: "is no path inside a folder", remedy: error.remedy)
    }
  }

  // MARK: -

  private static let maximumTextBytes = 500
  /// What macOS takes for a whole path, the destination's own included (`PATH_MAX`), with room left for the card.
  private static let maximumPathBytes = 512

  static func error(_ pattern: String, _ fault: String, _ remedy: String) -> DeliveryError {
    DeliveryError(.invalidPattern, subject: "the folder pattern ‘\(pattern.prefix(100))’", fault: fault, remedy: remedy)
  }
}

extension FolderPattern: Encodable {
  /// The pattern as it was written.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

// MARK: - Counting

extension FolderPattern {
  /// The number for the next folder in `root`: one more than the largest there that the pattern could have given, upper and lower case alike, so
  /// that a number is never given twice although folders between were removed.
  ///
  /// - Throws: `DeliveryError` as `path`, or where the folder that is counted in cannot be listed.
  public func nextCounter(in root: String, values: [String: String]) throws(DeliveryError) -> Int {
    guard hasCounter, let last = segments.last else { return 1 }
    let trial = try path(values, counter: 1)
    let (prefix, suffix) = try last.around(values, in: description)
    let names = try Self.names(in: trial.path.parent.map { "\(root)/\($0)" } ?? root)
    let numbers = names.compactMap { Self.number(in: $0, after: prefix, before: suffix) }
    return (numbers.max() ?? 0) + 1
  }

  private static func names(in folder: String) throws(DeliveryError) -> [String] {
    do throws(FilesError) {
      guard try FileFacts.ifExists(folder) != nil else { return [] }
      return try Folder.names(in: folder)
    } catch {
      throw Self.error(making: folder, error)
    }
  }

  private static func number(in name: String, after prefix: String, before suffix: String) -> Int? {
    let (name, prefix, suffix) = (name.lowercased(), prefix.lowercased(), suffix.lowercased())
    guard name.hasPrefix(prefix), name.hasSuffix(suffix), name.count > prefix.count + suffix.count else { return nil }
    let digits = name.dropFirst(prefix.count).dropLast(suffix.count)
    guard digits.count <= 9, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    return Int(digits)
  }

  private static func error(making folder: String, _ error: FilesError) -> DeliveryError {
    DeliveryError(.unreadable, subject: "the folder ‘\(folder)’", fault: "cannot be made or looked into", remedy: error.description)
  }
}
