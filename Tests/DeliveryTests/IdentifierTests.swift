// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Delivery

struct Identifiers {
  @Test(arguments: [
    // The examples of EIDR and ISAN themselves, of python-stdnum 2.2’s documentation, and random ones with what python-stdnum computes.
    ("779185342C2390308610", "5"), ("EA7379D71B2BB3783A73", "M"), ("00000000D07A0090", "Q"), ("00000000D07A009000000000", "X"),
    ("000000018CFA0000", "I"), ("000000018CFA000000000000", "K"), ("A4C123B1612DD272D137", "L"), ("1C17149D439536B3216F", "A"),
    ("DAEEB975729FAE923D5A", "W"), ("FFFFFFFFFFFFFFFF", "3"), ("AAAABBBBCCCCDDDD12345678", "Z"), ("43B026C48BBF33FE", "3"),
    // Lobster, “checksum ISO 7064 Mod. 37/36”: letters beyond F.
    ("123AB", "X"), ("DADPIDA3897722461", "J"), ("A12425GABC1234002", "M"),
  ])
  func `check characters are those that others compute`(text: String, check: String) {
    #expect([CheckCharacter.mod37And36(text.utf8)].asText == check)
  }

  /// What ISO/IEC 7064 asks of a whole text, which is another way to it than to compute the character.
  private func isRight(_ text: String) -> Bool {
    let values = text.utf8.map { Int($0 < 0x3A ? $0 - 0x30 : $0 - 0x41 + 10) }
    var product = 36
    for value in values.dropLast() {
      let sum = (product + value) % 36
      product = (sum == 0 ? 36 : sum) * 2 % 37
    }
    return (product + (values.last ?? 0)) % 36 == 1
  }

  @Test func `exactly one character ends a text, and any one wrong character is found`() {
    var random = SeededRandom(7064)
    let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for _ in 0..<100 {
      let text = String((0..<20).map { _ in alphabet[Int.random(in: 0..<16, using: &random)] })
      let check = CheckCharacter.mod37And36(text.utf8)
      #expect(alphabet.filter { isRight(text + String($0)) } == [Character(UnicodeScalar(check))])
      var wrong = Array(text)
      let place = Int.random(in: 0..<20, using: &random)
      wrong[place] = wrong[place] == "0" ? "1" : "0"
      #expect(CheckCharacter.mod37And36(String(wrong).utf8) != check)
    }
  }

  @Test(arguments: [
    ("ABCD1234000", "ABCD", "1234000", AdID.Definition.standard, 0), ("ABCD1234000H", "ABCD", "1234000", .high, 0),
    ("abcd1234000d", "ABCD", "1234000", .stereoscopic, 1), ("1BCD12A1H65", "1BCD", "12A1H65", .standard, 0),
    ("ABCD 1234 000 H", "ABCD", "1234000", .high, 1),
  ])
  func `an Ad-ID is read in parts`(text: String, prefix: String, code: String, definition: AdID.Definition, notes: Int) throws {
    let read = try AdID.reading(text)
    #expect(read.value.prefix == prefix && read.value.code == code && read.value.definition == definition && read.notes.count == notes)
    #expect(read.value.description == prefix + code + definition.rawValue)
  }

  @Test(arguments: [
    ("ABCD123400", "length", "has 10 characters"), ("ABCD1234000HH", "length", "has 13 characters"), ("0BCD1234000", "prefix", "begins with a zero"),
    ("AB*D1234000", "prefix", "has ‘*’ as its character 3"), ("ABCD1234/00", "code", "has ‘/’ as its character 9"),
    ("ABCD1234000S", "definition", "ends in ‘S’"), (" - ", "length", "has 0 characters"),
  ])
  func `a wrong Ad-ID is told with its part`(text: String, part: String, fault: String) {
    let error = #expect(throws: IdentifierFault.self) { try AdID.reading(text) }
    #expect(error?.part == part && error?.fault == fault, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("10.5240/7791-8534-2C23-9030-8610-5", 0), ("10.5240/7791-8534-2c23-9030-8610-5", 1), ("10.5240/779185342C23903086105", 1),
    ("https://doi.org/10.5240/7791-8534-2C23-9030-8610-5", 2), ("urn:eidr:10.5240:7791-8534-2C23-9030-8610-5", 2),
    ("doi:10.5240/7791-8534-2C23-9030-8610-5", 2),
  ])
  func `an EIDR is read in the forms that it has`(text: String, notes: Int) throws {
    let read = try EIDR.reading(text)
    #expect(read.value.description == "10.5240/7791-8534-2C23-9030-8610-5" && read.value.digits == "779185342C2390308610")
    #expect(read.notes.count == notes, "\(read.notes)")
  }

  @Test(arguments: [
    ("10.5237/7791-8534", "prefix", "as 10.5240/"), ("10.5240/7791-8534-2C23-9030-8610-6", "check character", "compare it with the registry"),
    ("10.5240/7791-8534-2C23-9030-8610", "check character", "it is ‘5’"), ("10.5240/7791-8534-2C23-9030-8601-5", "check character", "registry"),
    ("10.5240/7791-8534-2C23", "suffix", "five groups of four"), ("10.5240/7791-8534-2C23-903O-8610-5", "suffix", "‘O’ is a zero"),
    ("10.5240/77918-534-2C23-9030-8610-5", "suffix", "five groups of four digits"),
    ("10.5240/7791-8534-2C23-9030-8610-55", "suffix", "one check character"),
    ("10.5240/", "suffix", "five groups of four"),
  ])
  func `a wrong EIDR is told with its part and what to try`(text: String, part: String, remedy: String) {
    let error = #expect(throws: IdentifierFault.self) { try EIDR.reading(text) }
    #expect(error?.part == part && error?.remedy.contains(remedy) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("ISAN 0000-0000-D07A-0090-Q-0000-0000-X", "ISAN 0000-0000-D07A-0090-Q-0000-0000-X", 0),
    ("0000-0001-8CFA-0000-I-0000-0000-K", "ISAN 0000-0001-8CFA-0000-I-0000-0000-K", 0),
    ("00000000D07A009000000000", "ISAN 0000-0000-D07A-0090-Q-0000-0000-X", 1), ("00000000D07A0090Q", "ISAN 0000-0000-D07A-0090-Q", 1),
    ("urn:isan:0000-0000-D07A-0090-Q-0000-0000-X", "ISAN 0000-0000-D07A-0090-Q-0000-0000-X", 1),
    ("54F3-1AF3-1768-13E0-W", "ISAN 54F3-1AF3-1768-13E0-W", 0), ("54F31AF3176813E0", "ISAN 54F3-1AF3-1768-13E0-W", 1),
  ])
  func `an ISAN is read with and without version and check characters`(text: String, canonical: String, notes: Int) throws {
    let read = try ISAN.reading(text)
    #expect(read.value.description == canonical && read.notes.count == notes, "\(read)")
  }

  @Test(arguments: [
    ("0000-0001-8CFA-0000-A-0000-0000-K", "check character", "has ‘A’ where the work and episode ask for ‘I’"),
    ("0000-0001-8CFA-0000-I-0000-0000-L", "check character", "has ‘L’ where all digits ask for ‘K’"),
    ("0000-0001-8CFG-0000-I", "root", "has ‘G’ as digit 12"), ("0000-0001-8CFA-000G-I", "episode", "has ‘G’ as digit 16"),
    ("0000-0001-8CFA-0000-I-0000-00G0-K", "version", "has ‘G’ as digit 23"), ("0000-0001-8CFA", "length", "has 12 digits and check characters"),
    ("0000-0001-8CFA-0000-I-0000-0000", "length", "has 25 digits and check characters"),
  ])
  func `a wrong ISAN is told with its part`(text: String, part: String, fault: String) {
    let error = #expect(throws: IdentifierFault.self) { try ISAN.reading(text) }
    #expect(error?.part == part && error?.fault == fault, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("ABC/WXYZ001/030", IdentifierKind.clock), ("abc_wxyz1_030", .clock), ("ABC-WXYZ001-030", .clock), ("ABCWXYZ001030", .clock),
    ("ABCD1234000", .adID), ("ABCD1234000H", .adID), ("10.5240/7791", .eidr), ("doi:10.5240/7791-8534-2C23-9030-8610-5", .eidr),
    ("ISAN 0000", .isan), ("0000-0001-8CFA-0000-I", .isan), ("00000000D07A009000000000", .isan), ("hello", nil), ("", nil), ("what is this?", nil),
  ])
  func `the kind is told by the look`(text: String, kind: IdentifierKind?) { #expect(Identifier.kind(of: text) == kind) }

  @Test func `every kind's example is right, and its parts make it up`() throws {
    for kind in IdentifierKind.allCases {
      let (value, notes) = try Identifier.reading(kind.example)
      #expect(value.kind == kind && value.description == kind.example && notes.isEmpty && !value.parts.isEmpty)
    }
  }

  @Test func `any text is an identifier or a fault in one line, and what was read reads the same again`() throws {
    var random = SeededRandom(15)
    let signs = Array("ABCXYZabc0123456789/_- .:\u{301}é🎬\u{202E}\n\u{0}‘") + Array("10.5240/ISAN")
    let seeds = IdentifierKind.allCases.map(\.example) + ["abc_wxyz01_0720", "54F31AF3176813E0", ""]
    var read = 0
    for _ in 0..<4000 {
      var text = Array(seeds[Int.random(in: 0..<seeds.count, using: &random)])
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        let place = Int.random(in: 0...text.count, using: &random)
        let sign = signs[Int.random(in: 0..<signs.count, using: &random)]
        if Bool.random(using: &random) || place == text.count { text.insert(sign, at: place) } else { text[place] = sign }
      }
      for kind in [nil] + IdentifierKind.allCases.map(Optional.some) {
        switch Self.result(String(text), kind) {
        case .success(let value):
          let again = try Identifier.reading(value.description, as: value.kind)
          #expect(again.value == value && again.notes.isEmpty)
          read += 1
        case .failure(let fault):
          #expect(!fault.part.isEmpty && !fault.description.contains("\n") && fault.description.utf8.count < 1200)
        }
      }
    }
    #expect(read > 1000)
  }

  private static func result(_ text: String, _ kind: IdentifierKind?) -> Result<Identifier, IdentifierFault> {
    do throws(IdentifierFault) { return .success(try Identifier.reading(text, as: kind).value) } catch { return .failure(error) }
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["/", "A", " ", "-", "\u{301}", "0", "10.5240/", "é", "\n"])
  func `texts of millions of signs are refused at once`(sign: String) {
    let text = String(repeating: sign, count: 2_000_000)
    for kind in [nil] + IdentifierKind.allCases.map(Optional.some) {
      #expect(throws: IdentifierFault.self) { try Identifier.reading(text, as: kind) }
    }
  }
}
