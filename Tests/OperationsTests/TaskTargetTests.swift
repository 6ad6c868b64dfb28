// SPDX-License-Identifier: Apache-2.0

import MediaIO
import Testing

@testable import Operations

@Suite struct TaskTargetTests {
  private func targets(_ paths: [String]) throws -> [String] {
    let encoding = try #require(Encoding.preset("proxy-h264-540p"))
    return try TaskRunner.targets(of: paths.map { ($0, "/card") }, in: "/out", encoding).map(\.target)
  }

  @Test func `clips go into one folder, and keep their folders where two are called the same`() throws {
    #expect(try targets(["/card/A/a.mov", "/card/B/b.mov"]) == ["/out/a.mp4", "/out/b.mp4"])
    #expect(try targets(["/card/A/a.mov", "/card/B/a.mov", "/card/c.mov"]) == ["/out/A/a.mp4", "/out/B/a.mp4", "/out/c.mp4"])
  }

  @Test func `names that differ only in case are the same to some file systems`() throws {
    #expect(try targets(["/card/A/clip.mov", "/card/B/CLIP.mov"]) == ["/out/A/clip.mp4", "/out/B/CLIP.mp4"])
  }

  @Test(arguments: [("/a/clip.mov", "clip"), ("/a/clip", "clip"), ("/a/clip.v2.mov", "clip.v2"), ("/a/.mov", ".mov")])
  func `a target is called as its source without the ending`(source: String, stem: String) throws {
    let encoding = try #require(Encoding.preset("prores-lt"))
    #expect(Transcode.target(of: source, in: "/out", encoding: encoding) == "/out/\(stem).mov")
  }

  @Test func `a report's name drives no terminal and no page`() {
    #expect(TaskRunner.reportName("A001 (2)_é🎬.mov") == "A001 (2)_é🎬.mov")
    #expect(TaskRunner.reportName("a\nb\u{1B}[2J<i>&\"'\u{202E}.mov") == "a-b--2J-i-----.mov")
  }
}
