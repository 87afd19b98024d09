import Foundation

/// A JSON value that a tracker answered with: from outside, so that nothing in it is believed.
struct AnswerValue {
  private let value: Any?

  init(_ text: String) {
    value = try? JSONSerialization.jsonObject(
      with: Data(text.utf8), options: [.fragmentsAllowed])
  }

  private init(value: Any?) { self.value = value }

  subscript(name: String) -> AnswerValue {
    AnswerValue(value: (value as? [String: Any])?[name])
  }

  var items: [AnswerValue] { (value as? [Any] ?? []).map { AnswerValue(value: $0) } }
  /// The members' values, whatever their names.
  var members: [AnswerValue] {
    (value as? [String: Any] ?? [:]).sorted { $0.key < $1.key }.map { AnswerValue(value: $0.value) }
  }

  /// A text, or a number as a text: trackers use both for the same things.
  var text: String? {
    if let text = value as? String { return text }
    return (value as? NSNumber)?.stringValue
  }

  var number: Int? { text.flatMap { Int($0) } }
}

/// JSON texts as requests carry them.
enum RequestJSON {
  /// A value, with members in the order of their names.
  static func text(_ value: Any) -> String {
    let data = try? JSONSerialization.data(
      withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
