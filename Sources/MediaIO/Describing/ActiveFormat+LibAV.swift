// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence

extension ActiveFormat {
  /// The active format in the bitstream of a picture: user data of MPEG-2, supplemental information of H.264 and HEVC (ETSI TS 101 154, B.3). `nil` where it carries none.
  init?(carriedBy frame: Frame) {
    guard let data = av_frame_get_side_data(frame.pointer, AV_FRAME_DATA_AFD), data.pointee.size >= 1, let byte = data.pointee.data?.pointee else {
      return nil
    }
    self.init(code: Int(byte & 0x0F), isWide: nil)
  }
}
