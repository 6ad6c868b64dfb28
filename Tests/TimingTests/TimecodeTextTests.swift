// SPDX-License-Identifier: Apache-2.0

import Testing
import Timing

private func code(_ text: String, _ rate: FrameRate) -> TimingError.Code? {
  #expect(throws: TimingError.self) { try Timecode(text, at: rate) }?.code
}

@Test(arguments: ["01:00:00;02", "01;00;00;02", "01:00:00.02", "01:00:00,02", "01:00:00:02", "01.00.00.02"])
func `the separators in use are understood at a drop-frame rate`(text: String) throws {
  #expect(try Timecode(text, at: .fps29_97df).frameCount == 107_894)
}

@Test(arguments: ["01:00:00:02", "01.00.00.02", "01,00,00,02"])
func `separators that say nothing of drop-frame are understood at any rate`(text: String) throws {
  #expect(try Timecode(text, at: .fps25).frameCount == 90_002)
}

@Test(arguments: ["01:00:00;02", "01;00;00;02", "01:00:00.02", "01:00:00,02"])
func `a drop-frame label is refused at a rate without drop-frame`(text: String) {
  #expect(code(text, .fps25) == .noDropFrame)
  #expect(code(text, .fps29_97) == .noDropFrame)
}

@Test(arguments: [
  "", "1:00:00:00", "01:00:00", "01:00:00:0", "01:00:00:000", "0a:00:00:00", "01:00;00:00", "01;00:00:00", "01-00-00-00", "-1:00:00:00",
  "01:00:00:00 ",
  " 1:00:00:00", "01：00：00：00", "01:00:00:٠٠", "01:00:00:00\n", "01:00:00:+1", "01;00;00:00",
])
func `what is no full label is refused`(text: String) { #expect(code(text, .fps25) == .malformed) }

@Test(arguments: ["24:00:00:00", "00:60:00:00", "00:00:60:00", "00:00:00:25", "99:99:99:99"])
func `numbers out of range are refused`(text: String) { #expect(code(text, .fps25) == .outOfRange) }

@Test func `errors say what the range is`() {
  let error = #expect(throws: TimingError.self) { try Timecode("10:00:00:25", at: .fps25) }
  #expect(error?.description == "‘10:00:00:25’ is out of range: frames go from 00 to 24 at 25")
}

@Test(arguments: [
  (FrameRate.fps29_97df, "00:01:00;00", "00:00:59;29 and 00:01:00;02"), (.fps29_97df, "23:59:00:01", "23:58:59;29 and 23:59:00;02"),
  (.fps30df, "00:01:00;01", "00:00:59;29 and 00:01:00;02"), (.fps59_94df, "10:09:00;03", "10:08:59;59 and 10:09:00;04"),
  (.fps119_88df, "00:01:00;007", "00:00:59;119 and 00:01:00;008"),
])
func `a label that drop-frame leaves out is refused with its neighbours named`(rate: FrameRate, text: String, neighbors: String) {
  let error = #expect(throws: TimingError.self) { try Timecode(text, at: rate) }
  #expect(error?.code == .droppedLabel)
  #expect(error?.remedy == "the nearest labels are \(neighbors)")
}

@Test func `drop-frame keeps every number of each tenth minute`() throws {
  for text in ["00:00:00;00", "00:10:00;00", "00:10:00;01", "23:50:00;00"] { #expect(try Timecode(text, at: .fps29_97df).description == text) }
}

@Test func `frames have three digits where the rate needs them, and are read with two`() throws {
  #expect(try Timecode(119, at: .fps120).description == "00:00:00:119")
  #expect(try Timecode("00:00:01:005", at: .fps120) == Timecode("00:00:01:05", at: .fps120))
  #expect(try Timecode(99, at: .fps100).description == "00:00:00:99")
  #expect(try Timecode(3, at: FrameRate(1)).description == "00:00:03:00")
}

@Test func `the bytes of a label are read and written without a string`() throws {
  let timecode = try Timecode("21:43:05;18", at: .fps59_94df)
  try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { buffer in
    let count = timecode.write(into: buffer)
    #expect(count == timecode.utf8Count)
    let bytes = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[..<count])
    let read = try Timecode(utf8: bytes, at: .fps59_94df)
    #expect(read == timecode)
  }
}

@Test func `a label at a rate of a billion frames a second still fits its text`() throws {
  let rate = try FrameRate(1_000_000_000)
  let last = try Timecode(FrameCount(rate.framesPerDay - 1), at: rate)
  #expect(last.description == "23:59:59:999999999")
  #expect(try Timecode(last.description, at: rate) == last)
}
