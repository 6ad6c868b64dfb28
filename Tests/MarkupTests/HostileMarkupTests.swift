// SPDX-License-Identifier: Apache-2.0

import Markup
import TestSupport
import Testing

@Suite struct HostileMarkupTests {
  private func fault(_ text: String, limits: MarkupLimits = .standard) -> MarkupError? {
    #expect(throws: MarkupError.self) { try MarkupElement(parsing: Array(text.utf8), subject: "x.xml", limits: limits) }
  }

  @Test func `entities that would multiply are refused where they are declared`() {
    let bomb = """
      <?xml version="1.0"?>
      <!DOCTYPE lolz [
        <!ENTITY lol "lol">
        <!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
      ]>
      <lolz>&lol2;</lolz>
      """
    #expect(fault(bomb)?.code == .entityRefused)
    #expect(fault(bomb)?.place?.line == 3)
  }

  @Test(arguments: [
    "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://127.0.0.1/'> %x;]><a/>",
    "<!DOCTYPE a [ %x; ]><a/>", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>&x;</a>",
  ]) func `nothing outside the document is looked at`(text: String) { #expect(fault(text)?.code == .entityRefused) }

  @Test func `a document type that declares no entity is passed over`() throws {
    let text = "<!DOCTYPE xmeml PUBLIC \"-//]>//\" 'x.dtd' [<!ELEMENT a (#PCDATA)> <!-- ]> --> <!ATTLIST a b CDATA ']>'>]><a b='1'/>"
    #expect(try MarkupElement(parsing: Array(text.utf8), subject: "x")["b"] == "1")
  }

  @Test func `depth, attributes and length are bounded`() throws {
    let deep = String(repeating: "<a>", count: 100_000)
    #expect(fault(deep)?.code == .limitExceeded)
    let crowded = "<a " + (0..<1000).map { "b\($0)=''" }.joined(separator: " ") + "/>"
    #expect(fault(crowded)?.code == .limitExceeded)
    #expect(fault("<a>0123456789</a>", limits: MarkupLimits(bytes: 10))?.code == .limitExceeded)
    let fits = String(repeating: "<a>", count: 256) + String(repeating: "</a>", count: 256)
    #expect(try MarkupElement(parsing: Array(fits.utf8), subject: "x").name.local == "a")
  }

  @Test(.timeLimit(.minutes(1))) func `many declared namespaces do not slow down every element`() throws {
    let declarations = (0..<200).map { "xmlns:p\($0)='u'" }.joined(separator: " ")
    let outer = String(repeating: "<a \(declarations)>", count: 200)
    let text = outer + String(repeating: "<b/>", count: 20_000) + String(repeating: "</a>", count: 200)
    #expect(try MarkupElement(parsing: Array(text.utf8), subject: "x").name.local == "a")
  }

  @Test func `a huge attribute is only as large as it is`() throws {
    let text = "<a b='\(String(repeating: "x", count: 1 << 20))'/>"
    #expect(try MarkupElement(parsing: Array(text.utf8), subject: "x")["b"]?.utf8.count == 1 << 20)
    #expect(fault(String(text.dropLast(3)))?.code == .truncated)
  }

  static let seed = Array(
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE h [<!ELEMENT h ANY>]><!-- c -->
    <h xmlns="urn:ASC:MHL:v2.0" xmlns:p="urn:p" version="2.0"><hash p:x="1"><path size="5">Clips/é&amp;&#x266A;.mxf</path>
    <![CDATA[<raw>]]><?pi x?><xxh64 action="original">0ea03b369a463d9d</xxh64></hash></h>
    """.utf8)

  @Test func `a document cut at any byte is an error, never a crash`() {
    for count in 0..<Self.seed.count {
      #expect(throws: MarkupError.self) { try MarkupElement(parsing: Array(Self.seed.prefix(count)), subject: "x") }
    }
  }

  @Test func `thousands of damaged documents end in a tree or an error`() throws {
    var generator = SeededRandom(2026)
    let tokens = [
      "<", ">", "&", "\"", "'", "/>", "</", "<!", "<![CDATA[", "]]>", "--", "<?", "?>", "&#", ";", "xmlns", ":", "=", "\0", "\u{FFFE}", "é",
    ]
    var refused = 0
    for _ in 0..<4000 {
      var bytes = Self.seed
      for _ in 0...Int.random(in: 0...3, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: tokens[Int.random(in: 0..<tokens.count, using: &generator)].utf8, at: place)
        default: bytes = Array(bytes[..<place] + bytes[(place / 2)...])
        }
      }
      do {
        let tree = try MarkupElement(parsing: bytes, subject: "x")
        var writer = XMLWriter(subject: "x")
        try writer.element(tree)
      } catch { refused += 1 }
    }
    #expect(refused > 1000 && refused < 4000)
  }
}
