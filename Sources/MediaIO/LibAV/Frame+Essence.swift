// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence

extension Frame {
  /// `picture` as libav takes it, at `time`. A picture that libav decoded is passed by reference; one that was drawn is copied into memory
  /// with the padding that libav's codecs read beyond the edges.
  convenience init(_ picture: Picture, time: Int64) throws(MediaIOError) {
    try self.init()
    if let decoded = picture.owner as? Frame {
      try av_frame_ref(pointer, decoded.pointer).orThrow { _ in .outOfMemory("a picture") }
    } else {
      pointer.pointee.format = picture.format.libAV.rawValue
      pointer.pointee.width = Int32(clamping: picture.width)
      pointer.pointee.height = Int32(clamping: picture.height)
      try av_frame_get_buffer(pointer, 0).orThrow {
        MediaIOError(.processingFailed, subject: "a picture in \(picture.format)", remedy: "use a pixel format that FFmpeg has", underlying: $0)
      }
      withExtendedLifetime(picture.owner) { copy(picture) }
    }
    let attributes = picture.attributes
    pointer.pointee.pts = time
    pointer.pointee.pict_type = AV_PICTURE_TYPE_NONE  // the encoder decides which pictures are key pictures, not the source
    pointer.pointee.color_primaries = attributes.color.libAVPrimaries
    pointer.pointee.color_trc = attributes.color.libAVTransfer
    pointer.pointee.colorspace = attributes.color.libAVMatrix
    pointer.pointee.color_range = attributes.color.libAVRange
    if let aspect = attributes.pixelAspect { pointer.pointee.sample_aspect_ratio = aspect.libAV }
    if let scan = attributes.scan { lineup_frame_set_scan(pointer, scan.isInterlaced ? 1 : 0, scan == .interlacedTopFirst ? 1 : 0) }
  }

  /// `block` as libav takes it, at `time`: planar float, or whole 32-bit words for integers.
  convenience init<Sample>(_ block: AudioBlock<Sample>, layout: ChannelLayout, time: Int64) throws(MediaIOError) {
    precondition(layout.positions.count == block.channelCount, "a block has as many channels as its layout")
    try self.init()
    pointer.pointee.format = (Sample.self == Float.self ? AV_SAMPLE_FMT_FLTP : AV_SAMPLE_FMT_S32P).rawValue
    pointer.pointee.sample_rate = Int32(clamping: block.sampleRate)
    pointer.pointee.nb_samples = Int32(clamping: block.count)
    pointer.pointee.ch_layout = layout.placed
    pointer.pointee.pts = time
    try av_frame_get_buffer(pointer, 0).orThrow { _ in .outOfMemory("a block of sound") }
    for (place, channel) in layout.order.enumerated() {
      guard let target = pointer.pointee.extended_data[place] else { continue }
      UnsafeMutableRawBufferPointer(start: target, count: block.count * MemoryLayout<Sample>.stride)
        .copyMemory(from: UnsafeRawBufferPointer(block.channel(channel)))
    }
  }

  private func copy(_ picture: Picture) {
    for (index, plane) in picture.planes.enumerated() {
      guard let target = pointer.data(index) else { continue }
      let targetStride = Int(pointer.lineSize(index))
      let rowBytes = min(abs(plane.stride), Int(av_image_get_linesize(picture.format.libAV, Int32(picture.width), Int32(index))))
      for row in 0..<plane.height { UnsafeMutableRawPointer(target + row * targetStride).copyMemory(from: plane.row(row), byteCount: rowBytes) }
    }
  }
}

extension AudioBlock<Int32> {
  /// The block with its significant bits at the top of each word, as libav keeps integers; `bitDepth` of them are significant.
  var leftAligned: AudioBlock<Int32> {
    let shift = Int32(32 - (bitDepth ?? 32))
    guard shift > 0 else { return self }
    let memory = SampleMemory<Int32>(capacity: count * channelCount)
    for index in 0..<channelCount {
      let source = channel(index)
      let target = memory.base + index * count
      for place in 0..<count { target[place] = source[place] << shift }
    }
    return AudioBlock(
      sampleRate: sampleRate, position: position, count: count, bitDepth: bitDepth,
      channelBases: (0..<channelCount).map { UnsafePointer(memory.base + $0 * count) }, owner: memory)
  }
}
