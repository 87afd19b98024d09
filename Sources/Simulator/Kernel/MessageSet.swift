import TraceModel

/// A set of messages, a bit for each: their ids run from 1 without gaps.
struct MessageSet {
  private var words: [UInt64] = []

  func contains(_ message: MessageID) -> Bool {
    let (word, bit) = Self.place(of: message)
    return word < words.count && words[word] & bit != 0
  }

  mutating func insert(_ message: MessageID) {
    let (word, bit) = Self.place(of: message)
    while words.count <= word { words.append(0) }
    words[word] |= bit
  }

  private static func place(of message: MessageID) -> (word: Int, bit: UInt64) {
    (Int(message.rawValue >> 6), 1 << UInt64(message.rawValue & 63))
  }
}
