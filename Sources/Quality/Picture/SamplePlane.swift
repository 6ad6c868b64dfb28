// SPDX-License-Identifier: Apache-2.0

import Essence

/// One component of a picture as every check reads it: rows of bytes, or of 16-bit words in the machine's own order.
struct SamplePlane: @unchecked Sendable {  // the memory is immutable and kept alive by `owner`
  /// How samples are stored.
  enum Word { case byte, word }

  /// Columns.
  let width: Int
  /// Rows.
  let height: Int
  /// How samples are stored.
  let word: Word
  /// Significant bits, 8 to 16.
  let depth: Int
  /// The first byte of the first row; valid as long as the plane.
  let base: UnsafeRawPointer
  /// Bytes from one row to the next; negative where rows lie bottom up.
  let stride: Int
  private let owner: any AnyObject & Sendable

  private init(width: Int, height: Int, word: Word, depth: Int, base: UnsafeRawPointer, stride: Int, owner: any AnyObject & Sendable) {
    self.width = width
    self.height = height
    self.word = word
    self.depth = depth
    self.base = base
    self.stride = stride
    self.owner = owner
  }

  /// A component of `picture` where its samples lie as checks read them; `nil` for one that has to be unpacked first.
  init?(inPlace component: Int, of picture: Picture) {
    let place = picture.format.components[component]
    let plane = picture.planes[place.plane]
    guard place.offset == 0, place.shift == 0 else { return nil }
    let isAligned = Int(bitPattern: plane.base) % 2 == 0 && plane.stride % 2 == 0
    let word: Word
    switch (place.step, place.depth) {
    case (1, 8): word = .byte
    case (2, 9...16) where !picture.format.isBigEndian && isAligned: word = .word
    default: return nil
    }
    let (width, height) = picture.size(of: component)
    self.init(width: width, height: height, word: word, depth: place.depth, base: plane.base, stride: plane.stride, owner: picture.owner)
  }

  /// A plane of words that `fill` writes, row by row: it is given the row's number and memory for `width` words.
  init(width: Int, height: Int, depth: Int, _ fill: (Int, UnsafeMutableBufferPointer<UInt16>) -> Void) {
    let words = OwnWords(count: width * height)
    for row in 0..<height { fill(row, UnsafeMutableBufferPointer(rebasing: words.memory[row * width..<(row + 1) * width])) }
    self.init(width: width, height: height, word: .word, depth: depth, base: words.base, stride: width * 2, owner: words)
  }

  /// A row of bytes; only for a plane of bytes.
  func bytes(_ row: Int) -> UnsafePointer<UInt8> { (base + row * stride).assumingMemoryBound(to: UInt8.self) }

  /// A row of words; only for a plane of words.
  func words(_ row: Int) -> UnsafePointer<UInt16> { (base + row * stride).assumingMemoryBound(to: UInt16.self) }

  /// Every second row, from row 0 (the top field) or row 1 (the bottom field) on. A plane of one row is its own fields.
  func field(_ parity: Int) -> SamplePlane {
    guard height > 1 else { return self }
    return SamplePlane(
      width: width, height: (height + 1 - parity) / 2, word: word, depth: depth, base: base + parity * stride, stride: stride * 2, owner: owner)
  }

  /// Whether another plane's samples can be compared with these one by one.
  func matches(_ other: SamplePlane) -> Bool {
    width == other.width && height == other.height && word == other.word && depth == other.depth
  }
}

/// Words of a plane that was made here.
private final class OwnWords: @unchecked Sendable {  // written only by the initializer that made it
  let memory: UnsafeMutableBufferPointer<UInt16>

  init(count: Int) {
    memory = .allocate(capacity: max(1, count))
    memory.initialize(repeating: 0)
  }

  deinit { memory.deallocate() }

  var base: UnsafeRawPointer { UnsafeRawPointer(memory.baseAddress!) }  // allocated with at least one word
}

extension Picture {
  /// Columns and rows of a component: colour differences may have fewer than luma.
  fileprivate func size(of component: Int) -> (width: Int, height: Int) {
    guard format.model == .yCbCr, component == 1 || component == 2 else { return (width, height) }
    return (-(-width >> format.log2ChromaWidth), -(-height >> format.log2ChromaHeight))
  }

  /// A component out of a layout that is packed, shifted or big-endian.
  func unpacked(_ component: Int) -> SamplePlane {
    let place = format.components[component]
    let (width, height) = size(of: component)
    let mask = (1 << place.depth) - 1
    return SamplePlane(width: width, height: height, depth: place.depth) { row, words in
      let start = planes[place.plane].row(row) + place.offset
      for column in 0..<width {
        let sample = start + column * place.step
        let stored: Int
        if place.depth + place.shift <= 8 {
          stored = Int(sample.load(as: UInt8.self))
        } else {
          let word = sample.loadUnaligned(as: UInt16.self)
          stored = Int(format.isBigEndian ? UInt16(bigEndian: word) : UInt16(littleEndian: word))
        }
        words[column] = UInt16((stored >> place.shift) & mask)
      }
    }
  }
}
