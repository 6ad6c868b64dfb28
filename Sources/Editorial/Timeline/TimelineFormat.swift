// SPDX-License-Identifier: Apache-2.0

internal import Files
public import Timing

/// A kind of file that holds cuts. Every one is read into `Timeline`, and written from it.
public enum TimelineFormat: String, Hashable, Sendable, CaseIterable {
  /// An edit decision list of the CMX 3600 family.
  case edl
  /// An Advanced Authoring Format file, of Avid and of those who exchange with it.
  case aaf

  /// The format that a file's name ends in.
  ///
  /// - Throws: `EditorialError.notRecognized` for any other name.
  public init(path: String) throws(EditorialError) {
    let name = path.split(separator: "/").last?.lowercased() ?? ""
    guard let format = Self.allCases.first(where: { name.hasSuffix("." + $0.rawValue) }) else {
      throw EditorialError(
        .notRecognized, subject: path,
        detail:
          "is of no kind that holds a cut here: lists end in \(Self.allCases.map { "." + $0.rawValue }.joined(separator: ", ")); rename or export it so"
      )
    }
    self = format
  }

  /// Reads a file of this format.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - rate: the programme's frame rate, for formats that do not state it.
  ///   - subject: what the bytes are of, for errors.
  /// - Throws: `EditorialError` where they are no such file at all. What is damaged or odd is noted.
  public func read(_ bytes: [UInt8], rate: FrameRate? = nil, subject: String) throws(EditorialError) -> TimelineReading {
    switch self {
    case .edl:
      let (list, notes) = try EditDecisionList.read(bytes, rate: rate, subject: subject)
      let (timeline, more) = list.timeline()
      return TimelineReading([timeline], notes: notes + more)
    case .aaf: return try AAF.read(bytes, subject: subject)
    }
  }

  /// Reads a file of this format from a disk: whole, but for formats that may hold media, of which that is not read.
  ///
  /// - Throws: as `read(_:rate:subject:)`; `FilesError` where it cannot be opened.
  public func read(path: String, rate: FrameRate? = nil) throws -> TimelineReading {
    switch self {
    case .aaf: try AAF.read(CompoundFileSource(path: path), subject: path)
    default: try read(InputFile.contents(of: path, limit: 1 << 30), rate: rate, subject: path)
    }
  }

  /// Writes a cut in this format.
  ///
  /// - Returns: the file, and what the format cannot say of the cut, each with its place.
  /// - Throws: `EditorialError` where it can hold no such cut at all.
  public func write(_ timeline: Timeline, options: TimelineWriting = TimelineWriting()) throws(EditorialError) -> (bytes: [UInt8], lost: [String]) {
    switch self {
    case .edl:
      let (list, lost) = EditDecisionList.list(of: timeline)
      let (text, more) = try list.text(flavor: options.flavor)
      return (Array(text.utf8), lost + more.map(\.description))
    case .aaf:
      let document = try AAFWriter(timeline, for: options.aaf).document()
      var bytes: [UInt8] = []
      do { bytes = try document.bytes() } catch { preconditionFailure("nothing is embedded, so nothing can be short: \(error)") }
      return (bytes, document.lost)
    }
  }
}

/// What was read from a file of cuts.
public struct TimelineReading: Hashable, Sendable {
  /// The cuts, in the order of the file; most formats hold one.
  public var timelines: [Timeline]
  /// What was odd, with its place where one can be named.
  public var notes: [ParseNote]

  /// What was read, as given.
  public init(_ timelines: [Timeline], notes: [ParseNote]) {
    self.timelines = timelines
    self.notes = notes
  }
}

/// For whom a cut is written.
public struct TimelineWriting: Hashable, Sendable {
  /// For which reader an edit decision list is.
  public var flavor: EditListFlavor
  /// For whom an AAF is.
  public var aaf: AAFPurpose

  /// Choices as given.
  public init(flavor: EditListFlavor = .file129, aaf: AAFPurpose = .avid) {
    self.flavor = flavor
    self.aaf = aaf
  }
}
