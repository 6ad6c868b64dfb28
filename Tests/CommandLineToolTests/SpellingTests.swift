// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@Suite struct SpellingTests {
  @Test func `qc run is qc spelled out`() throws {
    let folder = try TemporaryFolder()
    try TinyMedia.clip(folder.path("clip.mov"))
    let program = Program(folder: folder.url)
    let (short, long) = (try program.run("qc", "clip.mov", "--spec", "rushes"), try program.run("qc", "run", "clip.mov", "--spec", "rushes"))
    #expect(short.status == 0 && long.status == 0, "\(short.errors)\(long.errors)")
    #expect(long.output.hasPrefix("PASS"))
  }

  @Test(arguments: [
    (["offlaod", "card"], "there is no command ‘offlaod’; did you mean ‘offload’?", "Usage: lineup <subcommand>"),
    (["folders", "craete"], "‘lineup folders’ has no command ‘craete’; did you mean ‘create’?", "Usage: lineup folders <subcommand>"),
    (["folders", "show", "huose"], "did you mean ‘house’?", "Usage: lineup folders show"),
    (["audit", "list"], "say which workspace", "Usage: lineup audit list"),
    (["specs", "shwo", "dpp-hd"], "‘lineup specs’ has no command ‘shwo’; did you mean ‘show’?", "Usage: lineup specs"),
    (["qc", "comapre", "a.json", "b.json"], "‘lineup qc’ has no command ‘comapre’; did you mean ‘compare’?", "Usage: lineup qc"),
    (["qc", "x.mov", "--sepc", "rushes"], "there is no option ‘--sepc’; did you mean ‘--spec’?", "Usage: lineup qc run"),
    (["qc", "run", "x.mov", "--spce=rushes"], "there is no option ‘--spce’; did you mean ‘--spec’?", "Usage: lineup qc run"),
    (["qc", "x.mov"], "Missing expected argument '--spec <spec>'", "Usage: lineup qc run"),
    (["qc", "compare", "a", "b", "--report", "c.xml"], "‘c.xml’: the EBU’s QC schema", "Usage: lineup qc compare"),
    (["verify", "x", "--workspce", "y"], "did you mean ‘--workspace’?", "Usage: lineup verify"),
  ])
  func `a mistyped command is told with the one that was meant, and a mistake with its command's usage`(
    _ arguments: [String], _ sentence: String, _ usage: String
  ) throws {
    let folder = try TemporaryFolder()
    let refused = try Program(folder: folder.url).start(arguments, environment: [:]).wait()
    #expect(refused.status == 64 && refused.errors.contains(sentence) && refused.errors.contains(usage), "\(refused.errors)")
  }

  @Test func `a name that is not known is refused in the promised document too`() throws {
    let folder = try TemporaryFolder()
    try TinyMedia.clip(folder.path("clip.mov"))
    let refused = try Program(folder: folder.url).run("qc", "clip.mov", "--spec", "rushs", "--json")
    #expect(refused.status == 64)
    #expect(try (refused.json()["error"] as? String)?.contains("did you mean ‘rushes’? There are") == true)
  }
}
