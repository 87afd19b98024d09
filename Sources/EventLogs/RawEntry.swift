/// An entry of a log as its file spells it.
struct RawEntry: Equatable {
  /// The line of the file that it begins on, from 1.
  var line: Int
  var date = ""
  var source = ""
  var id = ""
  var level = ""
  var category = ""
  var computer: String?
  var text = ""
}

/// What a form of log file holds: entries, and where one begins that is none.
struct RawLog {
  var entries: [RawEntry] = []
  /// The lines on which something begins that has too few fields or is cut off.
  var broken: [Int] = []
}
