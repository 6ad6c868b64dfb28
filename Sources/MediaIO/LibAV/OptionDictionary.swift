// SPDX-License-Identifier: Apache-2.0

internal import CLibAV

/// Options for a libav call, freed with it. The corresponding C type is `AVDictionary`.
final class OptionDictionary {
  var pointer: OpaquePointer?

  init(_ entries: [String: String] = [:]) {
    for (key, value) in entries { av_dict_set(&pointer, key, value, 0) }
  }

  deinit { av_dict_free(&pointer) }

  /// The keys that the call did not take.
  var leftOver: [String] { Dictionary(libAV: pointer).keys.sorted() }
}

extension Dictionary where Key == String, Value == String {
  /// A copy of libav's metadata; of equal keys the first counts.
  init(libAV dictionary: OpaquePointer?) {
    self.init()
    var entry: UnsafeMutablePointer<AVDictionaryEntry>?
    while let next = av_dict_get(dictionary, "", entry, AV_DICT_IGNORE_SUFFIX) {
      entry = next
      guard let key = next.pointee.key, let value = next.pointee.value else { continue }
      let name = String(cString: key)
      if self[name] == nil { self[name] = String(cString: value) }
    }
  }
}
