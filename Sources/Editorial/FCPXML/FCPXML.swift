// SPDX-License-Identifier: Apache-2.0

internal import Markup
internal import Timing

/// The XML of Final Cut Pro since X, versions 1.5 to 1.13, read; version 1.10 is written, which Final Cut Pro 10.6 and DaVinci Resolve 18 were the first to take.
///
/// Times are fractions of a second, in the time of the element around them; a clip's `start` is in that of its material, whose timecode it includes.
/// What does not lie on a frame is put on the nearest, with a note; sound that does not gets a track that is counted in samples.
///
/// The primary storyline is the lowest track of pictures, and each lane above it one more. Sound that lies in its clips comes to tracks of sound of its own, and
/// what lies in lanes beneath follows. Clips with clips inside (`clip`, `sync-clip`, `mc-clip`) give way to what is seen and heard of them; compound clips
/// stay cuts of their own. The grammar is Apple's *FCPXML Reference* and its document types.
public enum FCPXML {
  /// The format's name, for what is kept of it.
  static let format = "fcpxml"
  /// The version that is written.
  static let version = "1.10"
  /// The file in a bundle (`.fcpxmld`) that holds the cut.
  public static let bundledName = "Info.fcpxml"

  /// Reads a file: every project in it, or its compound clips where it has none.
  ///
  /// - Parameters:
  ///   - bytes: the whole file; of a bundle, its `Info.fcpxml`.
  ///   - subject: what the bytes are of, for errors.
  /// - Returns: the cuts, and what was odd, with lines. A file that breaks off is read up to there.
  /// - Throws: `EditorialError` where it is no such file at all.
  public static func read(_ bytes: [UInt8], subject: String) throws(EditorialError) -> TimelineReading {
    guard bytes.count <= FinalCutXML.byteLimit else {
      throw EditorialError(.tooLarge, subject: subject, detail: "is larger than any cut (1 GB): check that it is the right file")
    }
    let (root, fault): (DocumentNode, MarkupError?)
    do throws(MarkupError) { (root, fault) = try DocumentNode.read(bytes, subject: subject) } catch {
      throw EditorialError(.notRecognized, subject: subject, detail: "is no XML: \(error.detail); export it again")
    }
    return try read(root, fault: fault, subject: subject)
  }

  /// Reads a document that was parsed already; xmeml too, which some give this name.
  static func read(_ root: DocumentNode, fault: MarkupError?, subject: String) throws(EditorialError) -> TimelineReading {
    guard root.name == "fcpxml" else { return try FinalCutXML.read(root, fault: fault, subject: subject) }
    var reading = FCPXMLReading(root)
    if let fault { reading.notes.add(fault.place?.line ?? 0, "\(fault.detail): it was read up to there") }
    return reading.run()
  }

  /// A time, `1001/24000s` or `5s`; `nil` for any other text.
  static func seconds(_ text: String) -> Fraction? {
    var text = Substring(text)
    if text.last == "s" { text.removeLast() }
    guard let slash = text.firstIndex(of: "/") else { return Int(text).map { Fraction($0) } ?? Fraction(decimal: String(text)) }
    guard let top = Int(text[..<slash]), let bottom = Int(text[text.index(after: slash)...]), bottom > 0 else { return nil }
    return Fraction(Int128(top), Int128(bottom))
  }

  /// A time as it is written.
  static func text(_ seconds: Fraction) -> String {
    seconds.isWhole ? "\(seconds.numerator)s" : "\(seconds.numerator)/\(seconds.denominator)s"
  }
}
