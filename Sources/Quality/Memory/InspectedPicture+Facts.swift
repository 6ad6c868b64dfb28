// SPDX-License-Identifier: Apache-2.0

import Hashing

extension InspectedPicture {
  /// What `measure` gives for this picture and `others`, which came before it.
  ///
  /// Where this picture and all the others are as an earlier inspection saw them, and it kept the value, nobody looks at samples. `measure` must depend on nothing
  /// but the samples and forms of these pictures, on `part` and on the profile.
  func fact<Value: PictureFact>(_ kind: FactKind, part: Int = 0, after others: [InspectedPicture] = [], _ measure: () -> Value) -> Value {
    guard let facts else { return measure() }
    let key = PictureFacts.Key(kind, part: part, back: others.map { frame - $0.frame })
    if isRecalled, others.allSatisfy(\.isRecalled), let words = facts.recall(key), let value = Value(words: words) {
      facts.keep(key, words)
      return value
    }
    let value = measure()
    facts.keep(key, value.words)
    return value
  }

  /// The digest of the samples, from the samples themselves.
  func measuredContent() -> PictureContent? {
    var hasher = MultiHasher([.xxh128])
    for plane in components {
      for row in 0..<plane.height {
        switch plane.word {
        case .byte: hasher.update(UnsafeRawBufferPointer(start: plane.bytes(row), count: plane.width))
        case .word: hasher.update(UnsafeRawBufferPointer(start: plane.words(row), count: plane.width * 2))
        }
      }
    }
    guard let bytes = hasher.finish().first?.bytes, bytes.count == 16 else { return nil }
    return PictureContent(words: [bytes[..<8], bytes[8...]].map { half in Int(Int64(bitPattern: half.reduce(0) { $0 << 8 | UInt64($1) })) })
  }
}
