// SPDX-License-Identifier: Apache-2.0

public import Timing

/// Where a timecode was found in a file.
public enum TimecodeSource: String, Hashable, Sendable, Codable, CaseIterable {
  /// A QuickTime `tmcd` track.
  case quickTimeTrack
  /// The material package of an MXF file: what it plays as.
  case mxfMaterialPackage
  /// A source package of an MXF file: what its essence was made as, or came from.
  case mxfSourcePackage
  /// The system items of an MXF file, one for each frame (SMPTE ST 385, ST 331).
  case mxfSystemItem
  /// MPEG-2 group-of-pictures headers.
  case gop
  /// SEI or ancillary timecode in the bitstream.
  case bitstream
  /// A Broadcast Wave `bext` time reference.
  case bextTimeReference
  /// A Broadcast Wave `iXML` chunk.
  case iXML
  /// A metadata item of the wrapper.
  case metadata
}

/// One timecode of a file: its start, and where it was found.
public struct TimecodeStream: Hashable, Sendable, Codable {
  /// Where it was found.
  public var source: TimecodeSource
  /// The label of the first frame.
  public var start: Timecode
  /// The reel or tape name kept with it.
  public var reel: String?
  /// The stream's index, for timecodes that belong to one.
  public var streamIndex: Int?

  /// A timecode that starts at `start`.
  public init(source: TimecodeSource, start: Timecode, reel: String? = nil, streamIndex: Int? = nil) {
    self.source = source
    self.start = start
    self.reel = reel
    self.streamIndex = streamIndex
  }
}
