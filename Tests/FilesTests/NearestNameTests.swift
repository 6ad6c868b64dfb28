// SPDX-License-Identifier: Apache-2.0

import Files
import Testing

@Suite struct NearestNameTests {
  static let names = ["prores-master", "h264-proxy", "dnxhr-offline", "qc", "run", "verify", "offload"]

  @Test(arguments: [
    ("prores-mater", "prores-master"), ("ProRes-Master", "prores-master"), ("h264proxy", "h264-proxy"), ("verfiy", "verify"), ("of load", "offload"),
    ("rnu", "run"), ("dnxhd-offline", "dnxhr-offline"),
  ]) func `a slip of the finger is understood`(typed: String, meant: String) { #expect(NearestName.suggest(typed, among: Self.names) == meant) }

  @Test(arguments: ["", "x", "master", "zzzzzzzz", "ab"]) func `what resembles nothing gets no suggestion`(typed: String) {
    #expect(NearestName.suggest(typed, among: Self.names) == nil)
  }

  @Test func `a tie does not depend on the order of the names`() {
    #expect(NearestName.suggest("clip3", among: ["clip2", "clip1"]) == "clip1")
    #expect(NearestName.suggest("clip3", among: ["clip1", "clip2"]) == "clip1")
  }
}
