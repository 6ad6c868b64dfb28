// SPDX-License-Identifier: Apache-2.0

import Essence
import GRDB

/// A word by which a clip is looked up. Every source counts: a reel that only the file name gives is found like the one in the camera's log.
struct ClipKey: CatalogRecord, Hashable {
  static var databaseTableName: String { "clipKey" }

  /// What a word is.
  enum Kind: String, Codable, CaseIterable {
    case reel, name, scene, take, soundRoll, umid
  }

  let assetID: String
  let kind: Kind
  let key: String

  /// The keys of a clip.
  static func keys(of asset: AssetRecord) -> Set<ClipKey> {
    var keys: Set<ClipKey> = []
    func add(_ kind: Kind, _ value: String?) {
      guard let value, case let key = key(value, kind), !key.isEmpty else { return }
      keys.insert(ClipKey(assetID: asset.id, kind: kind, key: key))
    }
    add(.name, stem(asset.name))
    add(asset.kind == "sound" ? .soundRoll : .reel, asset.reel)
    for file in asset.sourceFiles { add(.name, stem(file)) }
    for entry in asset.metadata.entries {
      switch entry.item {
      case .reel: add(.reel, entry.value)
      case .clip: add(.name, stem(entry.value))
      case .scene: add(.scene, entry.value)
      case .take: add(.take, entry.value)
      case .soundRoll: add(.soundRoll, entry.value)
      case .umid: add(.umid, entry.value)
      default: continue
      }
    }
    return keys
  }

  /// A value as it is compared: without spaces around it, in one case, a take without leading zeros. Stored keys are made with it, so a change
  /// here needs a migration that makes them anew.
  static func key(_ value: String, _ kind: Kind) -> String {
    var text = value[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    switch kind {
    case .umid: return ClipMetadata.umid(String(text))
    case .take: return Int(text).map { "\($0)" } ?? text.uppercased()
    default: return text.uppercased()
    }
  }

  /// A file's name without folders and extension.
  static func stem(_ path: String) -> String {
    let name = path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? path[...]
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex, name[dot...].count <= 6 else { return String(name) }
    return String(name[..<dot])
  }
}
