/// What in a text that anybody may have written looks like the name of something.
enum FreeText {
  /// What ends a word.
  private static let ends: Set<Character> = [
    ",", ";", "(", ")", "[", "]", "{", "}", "<", ">", "\"", "'", "=", "|",
  ]

  /// Addresses of IP, addresses of mail and ids like them, and paths of files.
  static func names(in text: String) -> [(kind: ReplacedName.Kind, name: String)] {
    var names: [(ReplacedName.Kind, String)] = []
    for part in text.split(whereSeparator: { $0.isWhitespace || ends.contains($0) }) {
      var word = String(part)
      while let last = word.last, ".:!?".contains(last) { word.removeLast() }
      if NetworkForm.isInternet(word) {
        names.append((.address, word))
      } else if let found = word.split(separator: ":").map(String.init)
        .first(where: NetworkForm.isInternet)
      {
        // The host of a string binding, or one with a port.
        names.append((.address, found))
      } else if word.contains("@"), word.utf8.count > 3 {
        names.append((.message, word))
      } else if isPath(word) {
        names.append((.file, word))
      }
    }
    return names
  }

  /// Whether a word is a path that begins at a root; a named pipe of NT is an endpoint, which has
  /// no folder's name in it.
  private static func isPath(_ word: String) -> Bool {
    let hasRoot = word.hasPrefix("/") || word.hasPrefix("~/") || word.hasPrefix("\\\\")
    let hasDrive = word.dropFirst().hasPrefix(":\\")
    return (hasRoot || hasDrive) && word.utf8.count > 3
  }
}
