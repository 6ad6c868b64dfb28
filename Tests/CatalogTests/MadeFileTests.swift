// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
import Testing

struct `Made files` {
  private let catalog: CatalogDatabase

  init() throws { catalog = try .inMemory() }

  private func file(_ path: String, digest: String, task: TaskRecord? = nil) -> FileInstanceRecord {
    FileInstanceRecord(taskID: task?.id, path: path, byteCount: 10, digests: ["xxh64": digest], recorded: operatorAtWork.clock.now)
  }

  private func task(_ parameters: String, orderDigest: String) throws -> TaskRecord {
    let order = try catalog.order(digest: orderDigest)
    return try catalog.taskStarted(order: order.id, name: "proxies", kind: "transcode", parameters: parameters, fingerprint: "f", by: operatorAtWork)
  }

  @Test func `what the same request made is found in every revision of the order, newest first, with its sources`() throws {
    for (revision, digest) in ["aa", "bb"].enumerated() {
      let task = try task(#"{"rate":25}"#, orderDigest: "sha256:\(revision)")
      let sources = ["/card/b.mov", "/card/a.mov"].map { file($0, digest: digest) }
      _ = try catalog.recordFile(file("/out/a.mov", digest: digest, task: task), madeFrom: sources, by: operatorAtWork)
    }
    let products = try catalog.products(at: "/out/a.mov", parameters: #"{"rate":25}"#)
    #expect(products.map(\.file.digests) == [["xxh64": "bb"], ["xxh64": "aa"]])
    #expect(products.map { $0.sources.map(\.path) } == [["/card/a.mov", "/card/b.mov"], ["/card/a.mov", "/card/b.mov"]])
    #expect(products[0].sources.allSatisfy { $0.digests == ["xxh64": "bb"] })
  }

  @Test func `another request, another path, a command of its own and a file that was only read made none`() throws {
    let mine = try task(#"{"rate":25}"#, orderDigest: "sha256:0")
    let source = file("/card/a.mov", digest: "aa", task: mine)
    _ = try catalog.recordFile(file("/out/a.mov", digest: "cc", task: mine), madeFrom: [source], by: operatorAtWork)
    _ = try catalog.recordFile(file("/out/b.mov", digest: "dd"), madeFrom: [source], by: operatorAtWork)
    #expect(try catalog.products(at: "/out/a.mov", parameters: #"{"rate":24}"#).isEmpty)
    #expect(try catalog.products(at: "/out/c.mov", parameters: mine.parameters).isEmpty)
    #expect(try catalog.products(at: "/out/b.mov", parameters: mine.parameters).isEmpty)
    #expect(try catalog.products(at: "/card/a.mov", parameters: mine.parameters).isEmpty)
  }
}
