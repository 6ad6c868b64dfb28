// SPDX-License-Identifier: Apache-2.0

internal import Essence

extension MXFHeader {
  /// The raster that the one picture descriptor says is shown (ST 377-1, annex F.4); `nil` where there is none, or more than one that differ.
  ///
  /// libav gives the stored raster, which a coding in blocks rounds up: 1088 rows for 1080.
  var displayedRaster: (width: Int, height: Int)? {
    var found: (width: Int, height: Int)?
    for descriptor in order.compactMap({ sets[$0] }) {
      guard let width = descriptor.integer(0x3209, UInt32.self) ?? descriptor.integer(0x3205, UInt32.self),  // DisplayWidth, SampledWidth
        let rows = descriptor.integer(0x3208, UInt32.self) ?? descriptor.integer(0x3204, UInt32.self)  // DisplayHeight, SampledHeight
      else { continue }
      let countsFields = descriptor.integer(0x320C, UInt8.self) == 1  // FrameLayout: separate fields, each with half of the rows
      let raster = (width: Int(width), height: Int(rows) * (countsFields ? 2 : 1))
      if let found, found != raster { return nil }
      found = raster
    }
    return found
  }

  /// The active format that the one picture descriptor states (ST 377-1:2019, G.2.5); `nil` where there is none, or more than one that differ.
  var activeFormat: ActiveFormat? {
    let stated = Set(order.compactMap { sets[$0]?.integer(0x3218, UInt8.self) })
    return stated.count == 1 ? stated.first.map { ActiveFormat(stored: $0) } : nil
  }
}
