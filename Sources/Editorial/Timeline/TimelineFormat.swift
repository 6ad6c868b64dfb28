// SPDX-License-Identifier: Apache-2.0

internal import Files
public import Timing

/// A kind of file that holds cuts. Every one is read into `Timeline`, and written from it.
public enum TimelineFormat: String, Hashable, Sendable, CaseIterable {
  /// An edit decision list of the CMX 3600 family.
  case edl
  /// An Avid Log Exchange file: clips, and no cut.
  case ale
  /// A shot list in comma-separated values.
  case csv
  /// A Pro Tools session exported as text, which is read and never written; or an edit decision list under that name.
  case txt
  /// OpenTimelineIO's JSON.
  case otio
  /// The same in a zip archive, with its media beside it.
  case otioz
  /// The same in a folder, with its media beside it. What is read and written here is the cut in it, `bundledName`.
  case otiod
  /// Final Cut Pro 7's XML, xmeml. A file of that name that holds FCPXML is read as such.
  case xml
  /// The XML of Final Cut Pro since X.
  case fcpxml
  /// The same in a folder, a bundle.
  case fcpxmld
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

  /// The format of a file that is to be written.
  ///
  /// - Throws: `EditorialError.notRecognized` for a name of none, `unwritable` for a format that is only read.
  public init(writing path: String) throws(EditorialError) {
    self = try Self(path: path)
    if self == .txt { throw Self.unwritable }
  }

  private static let unwritable = EditorialError(
    .unwritable, subject: "txt", detail: "is not written: no program takes a session export in; write .aaf, .edl or .csv")

  /// The name of the cut's file in the folder, for formats that are folders; `nil` for files.
  public var bundledName: String? {
    switch self {
    case .otiod: OpenTimelineBundle.contentName
    case .fcpxmld: FCPXML.bundledName
    default: nil
    }
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
    case .ale:
      let (log, notes) = try AvidLogExchange.read(bytes, subject: subject)
      let (timeline, more) = log.timeline(rate: rate)
      return TimelineReading([timeline], notes: notes + more)
    case .csv: return try ShotList.read(bytes, rate: rate, subject: subject)
    case .txt:
      guard SessionText.isRecognized(bytes) else { return try TimelineFormat.edl.read(bytes, rate: rate, subject: subject) }
      let (session, notes) = try SessionText.read(bytes, subject: subject)
      let (timeline, more) = session.timeline(rate: rate)
      return TimelineReading([timeline], notes: notes + more)
    case .otio, .otiod: return try OpenTimelineIOFile.read(bytes, rate: rate, subject: subject)
    case .otioz: return try OpenTimelineBundle.read(bytes, rate: rate, subject: subject)
    case .xml: return try FinalCutXML.read(bytes, subject: subject)
    case .fcpxml, .fcpxmld: return try FCPXML.read(bytes, subject: subject)
    case .aaf: return try AAF.read(bytes, subject: subject)
    }
  }

  /// Reads a file of this format from a disk: whole, of a folder the file of the cut alone, and of an AAF all but the media in it.
  ///
  /// - Throws: as `read(_:rate:subject:)`; `FilesError` where it cannot be opened.
  public func read(path: String, rate: FrameRate? = nil) throws -> TimelineReading {
    if self == .aaf { return try AAF.read(CompoundFileSource(path: path), subject: path) }
    let file = bundledName.map { "\(path)/\($0)" } ?? path
    return try read(InputFile.contents(of: file, limit: 1 << 30), rate: rate, subject: path)
  }

  /// Writes a cut in this format.
  ///
  /// - Returns: the file, and what the format cannot say of the cut, each with its place.
  /// - Throws: `EditorialError` where it can hold no such cut at all.
  public func write(_ timeline: Timeline, options: TimelineWriting = TimelineWriting()) throws(EditorialError) -> (
    bytes: [UInt8], lost: [TimelineLoss]
  ) {
    switch self {
    case .edl:
      let (list, lost) = EditDecisionList.list(of: timeline)
      let (text, more) = try list.written(flavor: options.flavor)
      return (Array(text.utf8), lost + more.map { TimelineLoss($0.loss.aspect, "line \($0.line) of what was written: \($0.loss.text)") })
    case .ale:
      let (log, lost) = AvidLogExchange.log(of: timeline)
      let (text, more) = try log.text()
      return (Array(text.utf8), lost + more.map { TimelineLoss(.letters, $0.description) })
    case .csv:
      let (text, lost) = ShotList.text(of: timeline)
      return (Array(text.utf8), lost)
    case .txt:
      throw Self.unwritable
    case .otio, .otiod: return try OpenTimelineIOFile.write(timeline)
    case .otioz: return try OpenTimelineBundle.write(timeline)
    case .xml: return try FinalCutXML.write(timeline)
    case .fcpxml, .fcpxmld: return try FCPXML.write(timeline)
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
