// SPDX-License-Identifier: Apache-2.0

import Files
import Testing

@testable import Integrity

@Test func `a folder of a card holds what is in it and no more, and the same when it is asked again`() throws {
  var tree = CardTree(
    """
    CLIP/C0001.MP4
    CLIP/Sub/C0001S.MP4
    CLIP/c0001.xml
    CLIP.TXT
    CLIP-2/x
    .hidden/y
    a/.z/b
    """)
  tree.putFolder("CLIP/empty")
  let folder = CardFolder(CardEntries(try tree.entries), named: "CARD")
  for _ in 0..<2 {
    #expect(folder.folders.map(\.name) == ["CLIP", "CLIP-2", "a"] && folder.files.map(\.name) == ["CLIP.TXT"])
    let clip = try #require(folder.folder("clip"))
    #expect(clip.folders.map(\.name) == ["Sub", "empty"] && clip.files.map(\.name) == ["C0001.MP4", "c0001.xml"])
    #expect(clip.sidecars(of: clip.files[0]).map(\.name) == ["c0001.xml"])
    #expect(folder.file("CLIP/sub/c0001s.mp4")?.path.text == "CLIP/Sub/C0001S.MP4")
    #expect(folder.folder("a")?.folders.isEmpty == true && folder.file("a/.z/b") == nil)
    #expect(folder.allFiles.map(\.path.text) == ["CLIP.TXT", "CLIP/C0001.MP4", "CLIP/c0001.xml", "CLIP/Sub/C0001S.MP4", "CLIP-2/x"])
    folder.letGo()
  }
}

@Test func `links and devices are no part of a card`() throws {
  let link = FolderEntry(path: try ContainedPath("a.mov"), facts: try FileFacts.of("/dev/null"))
  #expect(CardEntries([link]).count == 0)
}
