// SPDX-License-Identifier: Apache-2.0

/// The Advanced Authoring Format: cuts with their media, as Avid, Pro Tools, Premiere and Resolve exchange them.
///
/// An AAF is a compound file of objects (AAF Object Specification v1.1, AAF Edit Protocol). A composition's tracks refer to master clips (mobs), these to
/// files, and these to the tapes or cards that they were made from; each hop is counted at its own edit rate.
public enum AAF {
  /// The name by which things of this format are kept.
  static let format = TimelineFormat.aaf.rawValue

  /// Reads all top-level cuts of a file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - subject: what the bytes are of, for errors.
  /// - Throws: `EditorialError.notRecognized` where it is no compound file, or no AAF. What is damaged in it is noted and stepped over.
  public static func read(_ bytes: [UInt8], subject: String) throws(EditorialError) -> TimelineReading {
    try read(CompoundFileSource(bytes), subject: subject)
  }

  /// Reads all top-level cuts of a file, however large the media that is embedded in it: that is not read.
  ///
  /// - Parameters:
  ///   - source: the file.
  ///   - subject: what it is called, for errors.
  /// - Throws: as `read(_:subject:)`.
  public static func read(_ source: CompoundFileSource, subject: String) throws(EditorialError) -> TimelineReading {
    let file: CompoundFile
    do {
      file = try CompoundFile(source, subject: subject)
    } catch {
      throw failure(of: source, subject) ?? error
    }
    let store = AAFStore(file)
    guard let root = store.root, let header = store.strong(root, AAFProperty.header), let content = store.strong(header, AAFProperty.content) else {
      throw failure(of: source, subject)
        ?? EditorialError(
          .notRecognized, subject: subject,
          detail: file.shortness
            ?? "is a compound file, but no AAF: it has no header with content. Check that it is the right file, or export it again as AAF")
    }
    let reading = AAFReading(store, content: content).run()
    if let failure = failure(of: source, subject) { throw failure }
    return reading
  }

  /// What a disk that cannot be read comes to: no half of a cut is taken for the whole.
  private static func failure(of source: CompoundFileSource, _ subject: String) -> EditorialError? {
    source.fault.map { EditorialError(.damaged, subject: subject, detail: "could not be read to its end: \($0)") }
  }
}
