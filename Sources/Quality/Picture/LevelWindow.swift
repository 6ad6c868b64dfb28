// SPDX-License-Identifier: Apache-2.0

import Essence

/// Makes the lines that levels are counted in: samples as floating-point numbers, colour differences stretched to luma's columns, filtered as EBU R 103 has it
/// where that is asked.
///
/// Sums stay unscaled, so that luma's are exact: a filtered line is 64 times its code values. Loops are plain, one operation over one line at a time: the
/// compiler makes vectors of them. Lines and columns beyond the edge repeat the outermost, of the same field where there are two.
final class LevelWindow {
  /// Columns that are read on either side: the three that the filter looks at, and one that keeps the first column even.
  private static let reach = 4

  /// Where the samples of one component are.
  private struct Source {
    let base: UnsafeRawPointer
    let stride: Int
    let isByte: Bool
    let width: Int
    let height: Int
    let log2Width: Int
    let log2Height: Int
    let result: UnsafeMutablePointer<Float>
  }

  private let picture: InspectedPicture  // keeps the samples alive
  private let sources: [Source]
  private let isFiltered: Bool
  /// From a line to the next of the same field.
  private let step: Int
  private var counter: LevelCounter
  /// The column that the lines begin with.
  private var first = 0
  private let memory: UnsafeMutablePointer<Float>
  /// Finished lines, one a component.
  private let values: [UnsafeMutablePointer<Float>]
  /// Lines on their way: before the filter across, before colour differences are stretched, half filtered.
  private let wide, narrow, half: UnsafeMutablePointer<Float>

  init(_ picture: InspectedPicture, _ space: LevelSpace, isFiltered: Bool) {
    self.picture = picture
    self.isFiltered = isFiltered
    counter = LevelCounter(space, scale: isFiltered ? 64 : 1)
    step = picture.scan?.isInterlaced == true ? 2 : 1
    // Kernels may write and read a vector more than there are columns.
    let length = picture.width + 2 * Self.reach + 32
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: length * 6)
    memory.initialize(repeating: 0, count: length * 6)
    self.memory = memory
    values = (0..<3).map { memory + $0 * length }
    (wide, narrow, half) = (memory + 3 * length, memory + 4 * length, memory + 5 * length)
    sources = picture.components.prefix(3).enumerated().map { index, plane in
      let isChroma = picture.coding.model == .yCbCr && index > 0
      return Source(
        base: plane.base, stride: plane.stride, isByte: plane.word == .byte, width: plane.width, height: plane.height,
        log2Width: isChroma ? picture.coding.log2ChromaWidth : 0, log2Height: isChroma ? picture.coding.log2ChromaHeight : 0,
        result: memory + index * length)
    }
  }

  deinit { memory.deallocate() }

  /// Makes the lines of `columns` in `row` ready.
  func prepare(_ columns: Range<Int>, _ row: Int) {
    first = columns.lowerBound
    for source in sources { prepare(source, columns, row) }
  }

  /// Counts those of `columns` that lie outside, in the row that was made ready. Answers whether any does.
  @discardableResult
  func count(_ columns: Range<Int>) -> Bool {
    let offset = columns.lowerBound - first
    return counter.count(values[0] + offset, values[1] + offset, values[2] + offset, columns.count)
  }

  /// What was counted so far.
  var result: LevelMeter.Count { counter.result }

  /// Writes the values of `columns` in `row`.
  private func prepare(_ source: Source, _ columns: Range<Int>, _ row: Int) {
    let margin = isFiltered ? Self.reach : 0
    let asked = columns.lowerBound - margin..<columns.upperBound + margin
    // One line of colour differences may have as many columns as luma, or fewer; stretching reads one more.
    let isStretched = source.log2Width > 0
    let read = isStretched ? (asked.lowerBound >> source.log2Width)..<((asked.upperBound - 1) >> source.log2Width) + 2 : asked
    let target = isFiltered ? wide : source.result
    gather(source, read, row, into: isStretched ? narrow : target)
    if isStretched { stretch(narrow, from: read.lowerBound, source.log2Width, asked, into: target) }
    if isFiltered { blur(wide, half, source.result, columns.count) }
  }

  /// Reads `columns` of the line that belongs to luma's `row`, or the sums 1 2 1 of it and its neighbours; beyond the edges the outermost column is repeated.
  private func gather(_ source: Source, _ columns: Range<Int>, _ row: Int, into result: UnsafeMutablePointer<Float>) {
    let inside = max(0, columns.lowerBound)..<min(source.width, columns.upperBound)
    let target = result + (inside.lowerBound - columns.lowerBound)
    let own = line(of: row, source) + inside.lowerBound * (source.isByte ? 1 : 2)
    if isFiltered {
      let above = line(of: row - step, source) + inside.lowerBound * (source.isByte ? 1 : 2)
      let below = line(of: row + step, source) + inside.lowerBound * (source.isByte ? 1 : 2)
      if source.isByte {
        sumLines(above, own, below, UInt8.self, inside.count, target)
      } else {
        sumLines(above, own, below, UInt16.self, inside.count, target)
      }
    } else if source.isByte {
      takeLine(own, UInt8.self, inside.count, target)
    } else {
      takeLine(own, UInt16.self, inside.count, target)
    }
    let (first, last) = (inside.lowerBound - columns.lowerBound, inside.upperBound - columns.lowerBound)
    for index in 0..<first { result[index] = result[first] }
    for index in last..<max(last, columns.count) { result[index] = result[last - 1] }
  }

  private func line(of row: Int, _ source: Source) -> UnsafeRawPointer {
    source.base + picture.line(ofLuma: row, log2Height: source.log2Height, lines: source.height) * source.stride
  }
}

extension InspectedPicture {
  /// The line of a component that belongs to luma's `row`: in the same field where there are two, the nearest inside the picture.
  func line(ofLuma row: Int, log2Height: Int, lines: Int) -> Int {
    let fields = scan?.isInterlaced == true ? 1 : 0
    let field = row & fields
    let last = max(0, (height - 1 - field) >> fields)
    let inside = min(max((row - field) >> fields, 0), last)
    return min(((inside >> log2Height) << fields) + field, lines - 1)
  }
}

@inline(__always)
private func sumLines<Sample: PlaneSample>(
  _ above: UnsafeRawPointer, _ own: UnsafeRawPointer, _ below: UnsafeRawPointer, _: Sample.Type, _ count: Int, _ result: UnsafeMutablePointer<Float>
) {
  let a = above.assumingMemoryBound(to: Sample.self)
  let b = own.assumingMemoryBound(to: Sample.self)
  let c = below.assumingMemoryBound(to: Sample.self)
  for index in 0..<count { result[index] = Float(Int32(a[index]) &+ 2 &* Int32(b[index]) &+ Int32(c[index])) }
}

@inline(__always)
private func takeLine<Sample: PlaneSample>(_ line: UnsafeRawPointer, _: Sample.Type, _ count: Int, _ result: UnsafeMutablePointer<Float>) {
  let samples = line.assumingMemoryBound(to: Sample.self)
  for index in 0..<count { result[index] = Float(Int32(samples[index])) }
}

/// Colour differences at luma's resolution: sited on the first luma column of each group, straight lines between them.
private func stretch(
  _ narrow: UnsafeMutablePointer<Float>, from first: Int, _ shift: Int, _ columns: Range<Int>, into result: UnsafeMutablePointer<Float>
) {
  var index = 0
  if shift == 1, columns.lowerBound & 1 == 0 {
    let start = narrow + ((columns.lowerBound >> 1) - first)
    while index < columns.count {
      let pair = UnsafeRawPointer(start + (index >> 1))
      let (own, next) = (pair.loadUnaligned(as: SIMD8<Float>.self), (pair + 4).loadUnaligned(as: SIMD8<Float>.self))
      var pairs = SIMD16<Float>()
      pairs.evenHalf = own
      pairs.oddHalf = own + (next - own) * 0.5
      UnsafeMutableRawPointer(result + index).storeBytes(of: pairs, as: SIMD16<Float>.self)
      index += 16
    }
    return
  }
  let step = 1 << shift
  for index in 0..<columns.count {
    let column = columns.lowerBound + index
    let place = (column >> shift) - first
    let part = Float(column & (step - 1)) / Float(step)
    result[index] = narrow[place] + (narrow[place + 1] - narrow[place]) * part
  }
}

/// The filter 1 2 3 4 3 2 1: a sum of four, and again of four.
private func blur(
  _ wide: UnsafeMutablePointer<Float>, _ half: UnsafeMutablePointer<Float>, _ result: UnsafeMutablePointer<Float>, _ length: Int
) {
  for index in 0..<length + 3 { half[index] = wide[index + 1] + wide[index + 2] + wide[index + 3] + wide[index + 4] }
  for index in 0..<length { result[index] = half[index] + half[index + 1] + half[index + 2] + half[index + 3] }
}
