// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

@Test func `a block goes back to the pool when a destination is done with it, whatever waits in line behind it`() throws {
  let pool = BlockPool(blocks: 2)
  let queue = DestinationQueue()
  for _ in 0..<2 { queue.put([.data(try #require(pool.take(waiting: 0)))]) }
  #expect(pool.take(waiting: 0) == nil)
  #expect(queue.take() != nil)
  #expect(pool.take(waiting: 0) != nil)
}

@Test func `the hashes of a file take sixteen bytes where there is one of 64 bits`() {
  #expect(MemoryLayout<Digest>.stride == 16)
  #expect(MemoryLayout<FewDigests>.stride == 16)
}

@Test(arguments: [[], [.xxh64], [.c4], [.xxh32], [.c4, .md5, .sha1, .sha256, .xxh128, .xxh3, .xxh32, .xxh64], [.xxh64, .md5]] as [[HashAlgorithm]])
func `hashes come out as they were put in, in any number and order`(algorithms: [HashAlgorithm]) {
  let digests = algorithms.map { Digest.of("A001C003", algorithm: $0) }
  let few = FewDigests(digests)
  #expect(few.all == digests && few.algorithms == algorithms && few.isEmpty == digests.isEmpty)
  for digest in digests { #expect(few[digest.algorithm] == digest) }
  #expect(few[.sha1] == digests.first { $0.algorithm == .sha1 })
  var grown = FewDigests()
  for digest in digests { grown.append(digest) }
  #expect(grown == few)
}

@Test func `a report lists what was read, and finds hashes by the place of a file on the card`() throws {
  let card = try TestCard(largest: 1000)
  let scan = try FolderScan(card.source, ignoring: IgnorePatterns([]))
  try #require(scan.files.count > 3)
  let digests = ["one", "three"].map { FewDigests([Digest.of($0)]) }
  let items = CopyReport.Items(scan.files, at: [1, 3], digests: digests)
  #expect(items.map(\.path) == [1, 3].map { scan.files[$0].path } && items.path(at: 1) == scan.files[3].path)
  #expect(items.map(\.size) == [1, 3].map { scan.files[$0].facts.size })
  #expect((0..<5).map { items.digests(ofFile: $0) } == [nil, [Digest.of("one")], nil, [Digest.of("three")], nil])
  #expect(try JSONDecoder().decode(CopyReport.Items.self, from: JSONEncoder().encode(items)) == items)
}

@Test func `a file is found by its path among those of a walk`() throws {
  let folder = try TemporaryFolder()
  for path in ["a/b", "a/b.c/d", "a-b", "a.txt", "Z"] {
    let url = URL(fileURLWithPath: folder.path("card/\(path)"))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(path.utf8).write(to: url)
  }
  let files = try FolderScan(folder.path("card"), ignoring: IgnorePatterns([])).files
  for (place, file) in files.enumerated() { #expect(files.place(of: file.path) == place) }
  for path in ["a", "a/b.c", "a/c", "zz", "A"] { #expect(files.place(of: try ContainedPath(path)) == nil, "\(path)") }
}

@Test(arguments: CopyPlan.Verification.allCases)
func `large and small files between each other arrive whole, one by one or several at once`(mode: CopyPlan.Verification) throws {
  let folder = try TemporaryFolder()
  try FileManager.default.createDirectory(atPath: folder.path("card"), withIntermediateDirectories: true)
  let sizes = [0, 1, 70_000, 3, BlockPool.blockSize, BlockPool.blockSize + 1, 5, 0] + Array(repeating: 9, count: 70)
  for (number, size) in sizes.enumerated() {
    try Data(repeating: UInt8(number + 1), count: size).write(to: URL(fileURLWithPath: folder.path("card/\(1000 + number)")))
  }
  var plan = CopyPlan(source: folder.path("card"), destinations: [folder.path("one")], host: Fixtures.host, clock: Fixtures.clock)
  plan.verification = mode
  let report = try Copier(plan).run()
  #expect(report.status == .clean && report.complete == sizes.count)
  for (number, size) in sizes.enumerated() {
    let copy = try Data(contentsOf: URL(fileURLWithPath: folder.path("one/card/\(1000 + number)")))
    #expect(copy == Data(repeating: UInt8(number + 1), count: size))
  }
}
