// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence
internal import Timing

extension TimecodeStream {
  /// The timecodes that travel with the first picture of a stream: an MPEG-2 group-of-pictures header (ISO/IEC 13818-2, 6.3.8) and the
  /// SMPTE ST 12-1 words of an H.264 or HEVC SEI message.
  static func carried(by frame: Frame, rate: FrameRate?, streamIndex: Int) -> [TimecodeStream] {
    guard let rate else { return [] }
    var found: [TimecodeStream] = []
    if let data = sideData(of: frame, AV_FRAME_DATA_GOP_TIMECODE, bytes: 8) {
      let word = data.loadUnaligned(as: Int64.self)
      let text = timecodeText { av_timecode_make_mpeg_tc_string($0, UInt32(truncatingIfNeeded: word)) }
      if let start = Timecode(libAV: text, at: rate) { found.append(TimecodeStream(source: .gop, start: start, streamIndex: streamIndex)) }
    }
    if let words = sideData(of: frame, AV_FRAME_DATA_S12M_TIMECODE, bytes: 8) {
      guard words.loadUnaligned(as: UInt32.self) > 0 else { return found }  // how many words follow
      let word = words.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
      let text = timecodeText { av_timecode_make_smpte_tc_string2($0, rate.libAV, word, 0, 0) }
      if let start = Timecode(libAV: text, at: rate) { found.append(TimecodeStream(source: .bitstream, start: start, streamIndex: streamIndex)) }
    }
    return found
  }
}

/// The data of a kind that travels with `frame`; `nil` where there is none or less than `bytes` of it.
private func sideData(of frame: Frame, _ kind: AVFrameSideDataType, bytes: Int) -> UnsafeRawPointer? {
  guard let data = av_frame_get_side_data(frame.pointer, kind), Int(data.pointee.size) >= bytes, let base = data.pointee.data else { return nil }
  return UnsafeRawPointer(base)
}

/// The text that a libav call writes into a buffer of the size that it asks for.
private func timecodeText(_ write: (UnsafeMutablePointer<CChar>) -> UnsafeMutablePointer<CChar>?) -> String? {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(AV_TIMECODE_STR_SIZE)) { buffer in
    guard let base = buffer.baseAddress, write(base) != nil else { return nil }
    return String(cString: base)
  }
}
