// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

/// Copies that are not all of a card, cards that changed, litter: what papers and checks say of them.
@Suite struct HonestPapersTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws {
    folder = try TemporaryFolder()
    for name in ["Clips/a.mov", "Clips/b.mov"] { try write(name, to: "card/\(name)") }
    #expect(try run("keys", "create").status == 0)
  }

  private func run(_ arguments: String...) throws -> Program.Result {
    try program.start(arguments, environment: ["LINEUP_KEY": folder.path("keys/key.pem")]).wait()
  }

  private func write(_ text: String, to name: String) throws {
    let url = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func text(_ name: String) throws -> String { try String(contentsOf: folder.url.appendingPathComponent(name), encoding: .utf8) }

  @Test func `the receipt of a copy that something was left out of says so, signed, on its page and when it is checked`() throws {
    try FileManager.default.createSymbolicLink(atPath: folder.path("card/alias"), withDestinationPath: folder.path("keys"))
    #expect(try run("offload", "card", "--to", "one", "--ignore", "b.*").status == 3)
    let made = try run("receipt", "one/card", "--out", "r.json", "--report", "r.html")
    #expect(made.status == 0 && made.output.contains("NOT IN IT: 1 thing") && made.output.contains("alias: a symbolic link"), "\(made.output)")
    #expect(made.output.contains("left out by pattern: b.*"))
    #expect(try text("r.html").contains("What was left behind") && text("r.html").contains("alias"))
    for arguments in [["verify", "r.json"], ["verify", "one/card", "--against", "r.json"]] {
      let checked = try program.start(arguments, environment: [:]).wait()
      #expect(checked.status == 0 && checked.output.contains("alias: a symbolic link") && checked.output.contains("b.*"), "\(checked.output)")
    }
    let document = try run("verify", "r.json", "--json").document()
    #expect(document["receipt.omitted.count"]?.number == 1)
    try write(try text("r.json").replacingOccurrences(of: "\"alias\"", with: "\"other\""), to: "forged.json")
    #expect(try run("verify", "forged.json").output.contains("SIGNATURE BROKEN"))
    // What was left behind and comes with a later copy is there.
    try FileManager.default.removeItem(atPath: folder.path("card/alias"))
    #expect(try run("offload", "card", "--to", "two").status == 0)
    let whole = try run("receipt", "two/card", "--out", "whole.json")
    #expect(whole.status == 0 && !whole.output.contains("NOT IN IT"))
  }

  @Test func `the manifest of a copy names what was left out, and its check finds nothing wrong with that`() throws {
    try FileManager.default.createSymbolicLink(atPath: folder.path("card/a <b> & \"c\""), withDestinationPath: folder.path("keys"))
    for _ in 1...2 { #expect(try run("offload", "card", "--to", "one").status == 3) }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("one/card/ascmhl")).filter { $0.hasSuffix(".mhl") }
    let manifest = try text("one/card/ascmhl/\(try #require(names.first))")
    #expect(names.count == 1 && manifest.contains("urn:lineup:omitted:v1"))
    #expect(try run("mhl", "check", "one/card").status == 0)
    // The same copy run again with one more thing left out says that too.
    try FileManager.default.createSymbolicLink(atPath: folder.path("card/more"), withDestinationPath: folder.path("keys"))
    #expect(try run("offload", "card", "--to", "one").status == 3)
    #expect(try run("receipt", "one/card", "--out", "r.json").output.contains("2 things of the source were left behind"))
  }

  @Test(arguments: ["Clips/C.mov", "Clips/other, and longer than before"])
  func `a receipt after an offload that was refused says that it is for what was copied before`(changed: String) throws {
    #expect(try run("offload", "card", "--to", "one").status == 0)
    let before = try run("receipt", "one/card", "--out", "before.json")
    #expect(before.status == 0 && !before.output.contains("NOTE:"))
    try write(changed, to: "card/Clips/a.mov")
    let again = try run("offload", "card", "--to", "one", "--receipt", "none.json")
    #expect(again.status == 1 || again.status == 2, "\(again.output)\(again.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("none.json")))
    let made = try run("receipt", "one/card", "--out", "after.json", "--report", "after.html")
    #expect(made.status == 0 && made.output.contains("NOTE: on") && made.output.contains("was refused"), "\(made.output)\(made.errors)")
    #expect(try text("after.json").contains("was refused") && text("after.html").contains("was refused"))
    #expect(try run("verify", "one/card", "--against", "after.json").output.contains("was refused"))
    // The card that lies there is offered again: nothing is to be said any more.
    try write("Clips/a.mov", to: "card/Clips/a.mov")
    #expect(try run("offload", "card", "--to", "one").status == 0)
    #expect(try !run("receipt", "one/card", "--out", "last.json").output.contains("NOTE:"))
    #expect(try run("verify", "one/card").output.contains("clean: 2 files"))
  }

  @Test(arguments: [false, true]) func `a card that its camera went on with is refused with the way to copy it whole`(isSameSize: Bool) throws {
    for name in ["CLIP/C0001.MP4", "CLIP/C0002.MP4"] { try write(name, to: "S1/PRIVATE/M4ROOT/\(name)") }
    try write("<MediaProfile/> two", to: "S1/PRIVATE/M4ROOT/MEDIAPRO.XML")
    #expect(try run("offload", "S1", "--to", "one", "two").status == 0)
    try write("CLIP/C0003.MP4", to: "S1/PRIVATE/M4ROOT/CLIP/C0003.MP4")
    try write(isSameSize ? "<MediaProfile/> 2+1" : "<MediaProfile/> three", to: "S1/PRIVATE/M4ROOT/MEDIAPRO.XML")
    let again = try run("offload", "S1", "--to", "one", "two")
    #expect(again.status == 2)
    for words in [
      "2 files of the copy there are on the source as well", "1 file is new", "only the card’s index has changed (PRIVATE/M4ROOT/MEDIAPRO.XML)",
      "--name S1-2",
    ] {
      #expect(again.errors.contains(words), "\(again.errors)")
    }
    #expect(!again.errors.contains("another card"))
    #expect(try text("one/S1/PRIVATE/M4ROOT/MEDIAPRO.XML") == "<MediaProfile/> two")
    let second = try run("offload", "S1", "--to", "one", "two", "--name", "S1-2")
    #expect(second.status == 0, "\(second.output)\(second.errors)")
    #expect(try text("two/S1-2/PRIVATE/M4ROOT/CLIP/C0003.MP4") == "CLIP/C0003.MP4")
  }

  @Test func `another clip under the same name is another card, whatever its index`() throws {
    try write("one", to: "S1/PRIVATE/M4ROOT/CLIP/C0001.MP4")
    try write("<MediaProfile/> 1", to: "S1/PRIVATE/M4ROOT/MEDIAPRO.XML")
    #expect(try run("offload", "S1", "--to", "one").status == 0)
    try write("another clip", to: "S1/PRIVATE/M4ROOT/CLIP/C0001.MP4")
    try write("<MediaProfile/> 11", to: "S1/PRIVATE/M4ROOT/MEDIAPRO.XML")
    let again = try run("offload", "S1", "--to", "one")
    #expect(again.status == 2 && again.errors.contains("another card of this name was copied there"), "\(again.errors)")
  }

  @Test func `litter in a copy is told as such by every check, and the media as whole`() throws {
    #expect(try run("offload", "card", "--to", "one").status == 0)
    #expect(try run("receipt", "one/card", "--out", "r.json").status == 0)
    try write("litter", to: "one/card/Thumbs.db")
    let held = try run("verify", "one/card", "--against", "r.json")
    #expect(held.status == 0 && held.output.contains("Thumbs.db") && held.output.contains("the files that were received are whole"), "\(held.output)")
    let again = try run("offload", "card", "--to", "one")
    #expect(again.status == 0 && again.output.contains("Thumbs.db") && again.output.contains("left alone"), "\(again.output)")
    let refused = try run("receipt", "one/card", "--out", "s.json")
    #expect(refused.status == 2 && refused.errors.contains("Windows leaves") && refused.errors.contains("Every file of its history is there"))
    #expect(try run("verify", "one/card").status == 0)
    #expect(try run("receipt", "one/card", "--out", "s.json").status == 0)
  }

  @Test func `what is no receipt is refused for what it is`() throws {
    #expect(try run("offload", "card", "--to", "one").status == 0)
    try write("another", to: "roll/x.wav")
    #expect(try run("offload", "roll", "--to", "one").status == 0)
    #expect(try run("receipt", "one/roll", "--out", "roll.json").status == 0)
    try write("", to: "empty.json")
    try write("dear all, the receipt is attached", to: "letter.json")
    try write("{\"a\": 1}", to: "other.json")
    try write(String(try text("roll.json").prefix(300)), to: "cut.json")
    for (name, words) in [("empty", "it is empty"), ("letter", "it is no JSON"), ("other", "JSON of another kind"), ("cut", "cut short")] {
      let arguments = name == "empty" ? ["verify", "empty.json"] : ["verify", "one/card", "--against", "\(name).json"]
      let result = try program.start(arguments, environment: [:]).wait()
      #expect(result.status == 1 && result.output.contains(words), "\(arguments): \(result.output)\(result.errors)")
    }
    try write("", to: "empty.md5")
    #expect(try run("verify", "one/card", "--against", "empty.md5").errors.contains("is empty"))
    let other = try run("verify", "one/card", "--against", "roll.json")
    #expect(other.status == 1 && other.output.contains("this is another folder than the one that the receipt is for"), "\(other.output)")
    #expect(other.output.contains("the receipt is for ‘roll’ with 1 file, 7 bytes; here are 2 files") && !other.output.contains("folders were added"))
  }

  @Test func `a card that is a copy which was not finished is told to be one`() throws {
    try write("x", to: "one/card/PRIVATE/M4ROOT/CLIP/C0001.MP4")
    #expect(try !run("card", "one/card").output.contains("UNFINISHED"))
    try write("", to: "one/.lineup-journal-\(Digest.of("card").text)")
    for path in ["one/card", "one/card/", "one"] {
      let result = try run("card", path)
      #expect(result.status == 1 && result.output.contains("UNFINISHED: ‘\(path == "one" ? "one/card" : path)’"), "\(path): \(result.output)")
    }
    #expect(try run("card", "one/card", "--json").document()["unfinished"]?.list?.count == 1)
  }

  @Test func `a note that was dropped into a copy and deleted can be let go, by somebody and for a reason`() throws {
    #expect(try run("offload", "card", "--to", "one").status == 0)
    try write("lunch?", to: "one/card/note.txt")
    #expect(try run("verify", "one/card").status == 3)
    try FileManager.default.removeItem(atPath: folder.path("one/card/note.txt"))
    #expect(try run("verify", "one/card").status == 1)
    #expect(try run("mhl", "withdraw", "one/card", "--path", "note.txt").status == 64)
    let signed = ["--author", "Ann", "--comment", "dropped by mistake"]
    #expect(try program.start(["mhl", "withdraw", "one/card"] + signed, environment: [:]).wait().status == 64)
    try write("one/card/note.txt\n\n", to: "removed.txt")
    let done = try program.start(["mhl", "withdraw", "one/card", "--paths-from", "removed.txt"] + signed, environment: [:]).wait()
    #expect(done.status == 0, "\(done.output)\(done.errors)")
    let again = try run("verify", "one/card")
    #expect(again.status == 0 && again.output.contains("note.txt was removed on purpose") && again.output.contains("Ann: dropped by mistake"))
    let receipt = try run("receipt", "one/card", "--out", "r.json")
    #expect(receipt.status == 0 && receipt.output.contains("NOTE: note.txt was removed on purpose"), "\(receipt.output)\(receipt.errors)")
    #expect(try run("verify", "one/card", "--against", "r.json").status == 0)
    try write("lunch!", to: "one/card/note.txt")
    for arguments in [["mhl", "create", "one/card"], ["verify", "one/card"], ["mhl", "diff", "one/card"]] {
      let back = try program.start(arguments, environment: [:]).wait()
      #expect(back.status == 3 && back.output.contains("note.txt is there again, although removed on purpose on"), "\(arguments): \(back.output)")
      #expect(back.output.contains("Ann: dropped by mistake") && !back.output.contains("pattern"), "\(back.output)")
    }
  }

  @Test func `a copy that grew is told from one that changed, by its status too`() throws {
    #expect(try run("offload", "card", "--to", "one").status == 0)
    #expect(try run("receipt", "one/card", "--out", "r.json").status == 0)
    try write("more", to: "card/Clips/c.mov")
    #expect(try run("offload", "card", "--to", "one").status == 0)
    let grown = try run("verify", "one/card", "--against", "r.json")
    #expect(grown.status == 3 && grown.output.contains("partial: one/card is what was received, 2 files, and more besides"), "\(grown.output)")
    #expect(grown.output.contains("new: Clips/c.mov") && grown.output.contains("it has grown since the receipt: 1 file was copied there"))
  }

  @Test func `of a copy that failed no number of proved files is told`() throws {
    for name in ["a", "b"] { try write("in the way!", to: "one/card/Clips/\(name).mov") }
    let result = try run("offload", "card", "--to", "one")
    #expect(result.status == 1 && result.output.contains("rejected: none of 2 files is in every copy"), "\(result.output)\(result.errors)")
    #expect(!result.output.contains("0 of 2"))
  }

  @Test func `a file that a history lets go is not copied into it, where no check would look at it`() throws {
    #expect(try run("offload", "card", "--to", "one").status == 0)
    try FileManager.default.removeItem(atPath: folder.path("one/card/Clips/a.mov"))
    #expect(try run("mhl", "withdraw", "one/card", "--path", "Clips/a.mov", "--author", "Ann", "--comment", "oops").status == 0)
    let again = try run("offload", "card", "--to", "one")
    #expect(again.status == 2 && (again.output + again.errors).contains("lets that file go"), "\(again.output) \(again.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("one/card/Clips/a.mov")))
  }

  @Test func `one file too many in a whole copy accuses no media`() throws {
    #expect(try run("offload", "card", "--to", "one").status == 0)
    try write("lunch?", to: "one/card/note.txt")
    let again = try run("offload", "card", "--to", "one")
    let said = again.output + again.errors
    #expect(again.status == 2 && said.contains("every file of the card is there") && !said.contains("gone bad"), "\(said)")
  }

  @Test func `the public key is printed as it is to be saved`() throws {
    let shown = try run("keys", "show").output
    let start = try #require(shown.range(of: "-----BEGIN PUBLIC KEY-----\n"))
    try write(String(shown[start.lowerBound...]), to: "facility.pem")
    #expect(try run("offload", "card", "--to", "one", "--receipt", "r.json").status == 0)
    #expect(try run("verify", "r.json", "--trust", "facility.pem").status == 0)
  }
}
