// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Timing

extension Picture {
  /// The same pixels at another place in the stream.
  func moved(to frame: Int) -> Picture {
    Picture(
      format: format, width: width, height: height, planes: planes, position: FrameCount(frame), attributes: attributes, owner: owner)
  }
}

extension Drawn {
  /// A picture of 320 × 180 pixels in 8 bits whose luma, as a share of the range, `shade` draws.
  static func grey(_ shade: (Int, Int) -> Double) -> Picture {
    Programme.drawCodes(format: .yuv422p, width: 320, height: 180) { component, column, row in
      component == 0 ? 16 + Int((219 * shade(column, row)).rounded()) : 128
    }
  }

  /// The report on pictures that follow each other, looked for what `content` and `layout` ask.
  static func inspect(
    _ pictures: [Picture], _ content: ContentLimits, layout: [LayoutSection] = [], facts change: (inout VideoFacts) -> Void = { _ in },
    threads: Int = 1
  ) throws -> InspectionReport {
    var stream = video()
    change(&stream.essence)
    let profile = InspectionProfile(name: "content", layout: layout, content: content)
    let inspector = Inspector(description(video: [stream]), profile: profile, tool: tool, threads: threads)
    for (frame, picture) in pictures.enumerated() { try inspector.examine(picture.moved(to: frame), stream: 0) }
    return try inspector.finish()
  }
}
