/// Why a trace file could not be written, opened or read, where, and what to do about it.
package struct TraceStoreError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What went wrong, as data.
  package enum Reason: Equatable, Sendable {
    /// There is no such file.
    case notFound
    /// There is a file of that name already.
    case alreadyExists
    /// The file cannot be created: there is no such folder, or it may not be written to.
    case cannotCreate
    /// The file cannot be opened with the rights or the folder it has.
    case cannotOpen
    /// The file is not a database.
    case notATrace
    /// The file is a database of something else.
    case foreignDatabase
    /// A newer version of this program wrote the file, with this version of the schema.
    case newerSchema(Int)
    /// The file has this old version of the schema and is too large to be converted in memory.
    case olderSchema(Int)
    /// Another process is recording into the file.
    case busy
    /// The file or its folder may not be written to.
    case readOnly
    /// No space is left for the file.
    case diskFull
    /// The file is damaged.
    case damaged
    /// A value in the file is none that a recorder writes; `row` says where it is.
    case badData(String)
    /// A producer handed over something that is no trace; `row` says what.
    case badInput(String)
    /// The file could not be read or written.
    case inputOutput
    /// An interrupted recording left a second file beside the trace, and there is no room for what
    /// gathers both for reading.
    case cannotGather
    /// Reading it took more steps than any trace of this size needs.
    case tooCostly
    /// Answering takes more memory than there is for it.
    case tooLarge
    /// Who asked a question ended it.
    case interrupted
    /// There is no run of this number in the file.
    case noSuchRun(Int)
    /// A question in SQL cannot be answered: what SQLite says about it.
    case badQuery(String)
  }

  package var reason: Reason
  /// The trace file.
  package var path: String
  /// The row concerned, in words: `event 17 of run 1`; `nil` if it is none in particular.
  package var row: String?

  package init(_ reason: Reason, path: String, row: String? = nil) {
    self.reason = reason
    self.path = path
    self.row = row
  }

  /// One sentence that says what is wrong where, and one that says what to do.
  package var description: String {
    let place = row.map { "\(path), \($0)" } ?? path
    return "\(place): \(explanation)"
  }

  private var explanation: String {
    switch reason {
    case .notFound: "There is no such file. Check the name."
    case .alreadyExists: "The file exists. Name another, or remove it first."
    case .cannotCreate:
      "The file cannot be created. Check that its folder exists and may be written to."
    case .cannotOpen:
      """
      The file cannot be opened. Check that it may be read; if its recording was interrupted, its \
      folder must be writable too, so copy the file and those beside it elsewhere.
      """
    case .notATrace: "This is not a trace. Name a file that was recorded or imported."
    case .foreignDatabase:
      "This SQLite database is not a trace. Name a file that was recorded or imported."
    case .newerSchema(let version):
      "A newer version of mtatrace wrote this trace (schema \(version)). Use that version."
    case .olderSchema(let version):
      """
      This trace has the old schema \(version) and is too large to be converted on the fly. \
      Record into a copy of it: that converts it.
      """
    case .busy: "The trace is being recorded by another process. Wait until that ends."
    case .readOnly: "The file may not be written to. Change its rights, or use another folder."
    case .diskFull: "No space is left for the trace. Make space, or use another folder."
    case .damaged: "The trace is damaged. Restore it from a copy, or record it again."
    case .badData(let what): "\(what). The trace is damaged: restore it from a copy."
    case .badInput(let what): "\(what). This is a mistake of what produced the events."
    case .inputOutput: "The file could not be read or written. Check the disk it is on."
    case .cannotGather:
      """
      Its recording was interrupted, and reading it needs 32 kB of room beside it. Make space, or \
      copy the file and those beside it elsewhere.
      """
    case .tooCostly: "Reading this takes more steps than it should. Ask for less at a time."
    case .tooLarge: "Answering this takes more memory than it may. Ask for less at a time."
    case .interrupted: "The question was interrupted before it was answered."
    case .noSuchRun(let id): "The trace has no run \(id). List its runs to see which it has."
    case .badQuery(let message): "The query cannot be answered: \(message)."
    }
  }
}
