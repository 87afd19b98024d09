import TraceModel

/// What the names of a trace are replaced by: the same name by the same pseudonym wherever it
/// stands.
///
/// No pseudonym is an original name, and none has one in it, whatever their case, unless that is so
/// short that it is in all of a row: a host may be called 192.
package struct Pseudonyms {
  /// Every name that was replaced, in the order in which the trace has them.
  package private(set) var replaced: [ReplacedName] = []
  private var pseudonyms: [String: String] = [:]
  private var endpoints: [String: String] = [:]
  let search: NameSearch

  /// - Parameter newFile: What the trace's file is called now.
  init(for names: OriginalNames, newFile: String) {
    search = NameSearch(names.all.map(\.text) + names.endpoints)
    let file = names.file
    if let file { pseudonyms[file] = newFile }
    for kind in ReplacedName.Kind.allCases where kind != .endpoint {
      let texts = names.all.filter { $0.kind == kind && $0.text != file }.map(\.text)
      let chosen = kind == .address ? addresses(for: texts) : words(for: texts, kind)
      for (text, pseudonym) in zip(texts, chosen) { pseudonyms[text] = pseudonym }
    }
    chooseEndpoints(names.endpoints)
    replaced = names.all.map {
      ReplacedName(kind: $0.kind, original: $0.text, pseudonym: self[$0.text])
    }
    replaced += names.endpoints.map {
      ReplacedName(kind: .endpoint, original: $0, pseudonym: self[endpoint: $0])
    }
  }

  /// What a name is replaced by; one that is none stays.
  package subscript(name: String) -> String { pseudonyms[name] ?? name }

  /// What an endpoint is replaced by; a number stays.
  subscript(endpoint name: String) -> String { endpoints[name] ?? name }

  /// What a host of this name is called.
  package func host(named name: String) -> String {
    self[host: Host(name: name, build: "", addresses: [])]
  }

  /// What a host is called.
  subscript(host host: Host) -> String {
    guard let address = host.address else { return self[host.name] }
    return self[address] + host.name.dropFirst(address.count)
  }

  /// A text with every name in it replaced.
  package func text(_ text: String) -> String {
    search.replacing(in: text) { spelt, known in
      pseudonyms[spelt] ?? pseudonyms[known] ?? endpoints[spelt] ?? self[endpoint: known]
    }
  }

  /// The original names that are found in a text.
  package func originalNames(in text: String) -> [String] { search.all(in: text) }

  /// How often one after another is refused before one that has a name in it will do.
  private static let patience = 64

  /// The first so many pseudonyms of a row that have no original name in them.
  private func select(_ count: Int, from row: (Int) -> String) -> [String] {
    var (result, number, refused): ([String], Int, Int) = ([], 0, 0)
    while result.count < count {
      let next = row(number)
      number += 1
      let isFree = search.first(in: next) == nil
      refused = isFree ? 0 : refused + 1
      if isFree || refused > Self.patience && !search.isName(next) { result.append(next) }
    }
    return result
  }

  private func words(for texts: [String], _ kind: ReplacedName.Kind) -> [String] {
    let rows = PseudonymRow.all(for: kind)
    for row in rows {
      let all = texts.indices.map { row.word($0, for: texts[$0]) }
      if all.allSatisfy({ search.first(in: $0) == nil }) { return all }
    }
    return select(texts.count) { rows[0].word($0, for: texts[min($0, texts.count - 1)]) }
  }

  private func addresses(for texts: [String]) -> [String] {
    var result: [String: String] = [:]
    for form in [NetworkForm.version4, .version6, .spx, .vines, .other] {
      let own = texts.filter { NetworkForm($0) == form }
      for (text, address) in zip(own, select(own.count, from: form.address)) {
        result[text] = address
      }
    }
    return texts.map { result[$0] ?? $0 }
  }

  private mutating func chooseEndpoints(_ texts: [String]) {
    var taken: Set<String> = []
    // Endpoints of one length and kind have one row.
    var numbers: [String: Int] = [:]
    for text in texts {
      let endpoint = Endpoint(text)
      let row = endpoint.pseudonym(0)
      var (number, refused) = (numbers[row, default: 0], 0)
      while true {
        let next = endpoint.pseudonym(number)
        number += 1
        let isFree = search.first(in: next) == nil || refused > Self.patience
        if isFree, next != text, taken.insert(next).inserted {
          endpoints[text] = next
          break
        }
        refused += 1
      }
      numbers[row] = number
    }
  }
}

/// A row of words that may stand for names of a kind: `HOST1`, `HOST2`, ….
struct PseudonymRow {
  private let stem: String
  private let hasLetters: Bool
  private let keepsEnding: Bool

  /// The rows for a kind, the best first; the later ones are for traces that have such names.
  static func all(for kind: ReplacedName.Kind) -> [PseudonymRow] {
    let stems =
      switch kind {
      case .host: ["HOST", "NODE", "UNIT", "BOX", "Q"]
      case .scenario: ["scenario", "setup", "case", "q"]
      case .title: ["Scenario ", "Setup ", "Case ", "Q"]
      case .file: ["file", "input", "data", "q"]
      case .message: ["id", "mail", "item", "q"]
      case .address, .endpoint, .name: ["name", "word", "term", "q"]
      }
    return [false, true].flatMap { letters in
      stems.map { PseudonymRow(stem: $0, hasLetters: letters, keepsEnding: kind == .file) }
    }
  }

  /// The n-th word, from 0.
  func word(_ number: Int, for original: String) -> String {
    let place = hasLetters ? Self.letters(number) : "\(number + 1)"
    return stem + place + (keepsEnding ? Self.ending(of: original) : "")
  }

  /// `A` to `Z`, `AA`, ….
  private static func letters(_ number: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(0x41 + number % 26)))
    return number < 26 ? letter : letters(number / 26 - 1) + letter
  }

  /// `.pcap` of `mail.pcap`: only endings that tell nothing but the format.
  private static func ending(of file: String) -> String {
    let known = [".pcapng.gz", ".pcap.gz", ".pcapng", ".pcap", ".cap", ".sqlite", ".jsonl"]
    return known.first { file.lowercased().hasSuffix($0) } ?? ""
  }
}
