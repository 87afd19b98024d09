/// Where an MTA's event-log texts have names.
///
/// The words around them are those of the articles that the texts come from, which stand beside
/// each text where it is made.
enum LogTextPlaces {
  /// What precedes the name of a host, or its string binding.
  private static let openings = [
    "to and from entity ", "A connection to ", "on the association to ",
    "An association with entity ", "Remote Server Name ", "Protocol String ", "The queue for ",
    "The queue backlog for ", "It was originally destined for ", "MtaBind ", "RPC inactive ",
  ]

  /// What precedes the host's name in a message's id.
  private static let idOpening = ";L="

  /// What precedes the host's name in the text of 9277 alone: others have a component there.
  private static let cancelOpening = " ["

  /// Between what stands a whole name that may have blanks: a message's id, and its recipient.
  private static let brackets = [
    (" for message ", ". It was originally"), ("destined for ", " (recipient number"),
  ]

  /// The text with pseudonyms in place of the names that stand where names do, and nowhere else: a
  /// host may have the name of a component.
  ///
  /// - Parameter names: Names and string bindings with what replaces them, the longest first.
  static func replacing(
    in text: String, names: [(original: String, pseudonym: String)]
  ) -> String {
    var result = ""
    var place = text.startIndex
    for start in places(in: text, openings + [idOpening]) where start >= place {
      let rest = text[start...]
      guard let found = names.first(where: { rest.hasPrefix($0.original) }) else { continue }
      result += text[place..<start] + found.pseudonym
      place = text.index(start, offsetBy: found.original.count)
    }
    return result + text[place...]
  }

  /// The names that a text has, known or not.
  static func names(in text: String) -> [(kind: ReplacedName.Kind, name: String)] {
    var names: [(ReplacedName.Kind, String)] = []
    for (index, (before, behind)) in brackets.enumerated() {
      guard let start = text.firstRange(of: before)?.upperBound,
        let end = text[start...].firstRange(of: behind)?.lowerBound
      else { continue }
      names.append((index == 0 ? .message : .name, String(text[start..<end])))
    }
    for start in places(in: text, openings) {
      let word = text[start...].prefix { !$0.isWhitespace && !",;[]()".contains($0) }
      if !word.isEmpty, !word.contains(":") { names.append((.name, String(word))) }
    }
    return names.filter { !$0.1.isEmpty }
  }

  /// Where names begin, in their order.
  private static func places(in text: String, _ openings: [String]) -> [String.Index] {
    let isCancel = text.contains("Cancel result: ")
    let all = openings + (isCancel ? [cancelOpening] : [])
    return Set(all.flatMap { text.ranges(of: $0).map(\.upperBound) }).sorted()
  }
}
