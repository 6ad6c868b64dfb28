// SPDX-License-Identifier: Apache-2.0

internal import Markup

/// The XML of Final Cut Pro 7 (xmeml, versions 4 and 5), which Premiere, Resolve, Hiero and others write and read to this day.
///
/// Times count frames of the rate that stands nearest. Out-points are exclusive. Where writers disagree, this is what is taken:
///
/// - A clip's length is what `<start>` and `<end>` say; where Premiere's `<out>` is one frame short, that is passed over.
/// - `<in>` and `<out>` count frames of the clip (Final Cut) or of the sequence (Premiere, Resolve) where the two differ: the reading in which
///   `pproTicksIn` or the clip's length comes out is taken.
/// - Of a retimed clip they count frames after the change of speed, unless only the other reading fits.
///
/// The grammar is Apple's *Final Cut Pro XML Interchange Format*, version 5 (2010).
public enum FinalCutXML {
  /// The format's name, for what is kept of it.
  static let format = "xml"
  /// More than any programme has.
  static let byteLimit = 1 << 30
  /// Premiere's unit of time: so many in a second.
  static let ticksPerSecond = 254_016_000_000

  /// Reads a file: every sequence that stands in it for itself, in a project and its bins or alone.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - subject: what the bytes are of, for errors.
  /// - Returns: the cuts, and what was odd, with lines. A file that breaks off is read up to there.
  /// - Throws: `EditorialError` where it is no such file at all.
  public static func read(_ bytes: [UInt8], subject: String) throws(EditorialError) -> TimelineReading {
    guard bytes.count <= byteLimit else {
      throw EditorialError(.tooLarge, subject: subject, detail: "is larger than any cut (1 GB): check that it is the right file")
    }
    let (root, fault): (DocumentNode, MarkupError?)
    do throws(MarkupError) { (root, fault) = try DocumentNode.read(bytes, subject: subject) } catch {
      throw EditorialError(.notRecognized, subject: subject, detail: "is no XML: \(error.detail); export it again")
    }
    return try read(root, fault: fault, subject: subject)
  }

  /// Reads a document that was parsed already.
  static func read(_ root: DocumentNode, fault: MarkupError?, subject: String) throws(EditorialError) -> TimelineReading {
    if root.name == "fcpxml" { return try FCPXML.read(root, fault: fault, subject: subject) }
    guard root.name == "xmeml" else {
      throw EditorialError(
        .notRecognized, subject: subject,
        detail: "is XML with <\(root.name.prefix(40))>, not a cut: export it as Final Cut Pro XML (xmeml) or FCPXML")
    }
    var reading = FinalCutReading(root)
    if let fault { reading.notes.add(fault.place?.line ?? 0, "\(fault.detail): it was read up to there") }
    return reading.run()
  }
}
