// SPDX-License-Identifier: Apache-2.0

public import Timing

/// A cut with its media: OpenTimelineIO's `.otioz`, a zip archive, and `.otiod`, a folder of the same files.
///
/// Only the cut is read and written; the media stay where they are.
public enum OpenTimelineBundle {
  /// The name of the cut in a bundle.
  static let contentName = "content.otio"

  /// Reads the cut of an archive.
  ///
  /// - Throws: `EditorialError` where it is no archive that can be unpacked, or holds no cut.
  public static func read(_ bytes: [UInt8], rate: FrameRate? = nil, subject: String) throws(EditorialError) -> TimelineReading {
    let content: [UInt8]
    do throws(ZipArchive.Fault) {
      let archive = try ZipArchive(bytes)
      guard let entry = archive.entries.first(where: { $0.name == contentName }) else {
        throw ZipArchive.Fault(text: "holds no ‘\(contentName)’: it is no bundle of OpenTimelineIO, or is cut short")
      }
      content = try archive.contents(of: entry, limit: OpenTimelineIOFile.byteLimit)
    } catch {
      throw EditorialError(.notRecognized, subject: subject, detail: error.text)
    }
    return try OpenTimelineIOFile.read(content, rate: rate, subject: subject)
  }

  /// Writes an archive of the cut alone.
  ///
  /// - Returns: the archive, and what it lacks: its media, where there are any.
  public static func write(_ timeline: Timeline) throws(EditorialError) -> (bytes: [UInt8], lost: [TimelineLoss]) {
    let (content, lost) = try OpenTimelineIOFile.write(timeline)
    let files = timeline.tracks.lazy.flatMap(\.items).compactMap(\.clip).count { !$0.media.path.isEmpty }
    let media = "the media of \(files) clips, which stay where they are: the bundle holds the cut alone"
    return (
      ZipWriting.archive([("version.txt", Array("1.0.0".utf8)), (contentName, content)]), lost + (files > 0 ? [TimelineLoss(.acceptance, media)] : [])
    )
  }
}
