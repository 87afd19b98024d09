import ArgumentParser
import TraceStore

/// `mtatrace query`: answers a question in SQL about a trace.
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Ask a trace a question in SQL.",
    discussion: """
      The question is one SELECT, WITH, VALUES or EXPLAIN; nothing can change the file. 'mtatrace \
      schema' describes the views that it may ask, which stay as they are; the tables below them \
      may be asked too and may change with a version. Times are integer nanoseconds since the \
      start of the run, and in columns named seconds the same in seconds.

      A question may take as long as you wait; Ctrl-C ends it. A blob is printed as hexadecimal \
      digits. In CSV, NULL is an empty field and an empty text a quoted one; in JSON, integers are \
      exact numbers of up to 64 bits.

      Examples:
        mtatrace query traces/q181721.sqlite 'SELECT * FROM stalls'
        mtatrace query traces/q181721.sqlite --format csv \\
          'SELECT seconds, waiting FROM backlog WHERE run = 1' > backlog.csv
        mtatrace query traces/q181721.sqlite --limit 20 'SELECT * FROM events'
        mtatrace query traces/q181721.sqlite - < question.sql
      """)

  @OptionGroup var trace: TraceArgument

  @Argument(
    help: ArgumentHelp(
      "The question; - reads it from standard input.", valueName: "question"))
  var question: String

  @Option(help: "How the answer is printed.")
  var format: AnswerFormat?

  @Option(
    help: ArgumentHelp(
      "Print so many rows at most; if there are more, this is said and the exit code is 1.",
      valueName: "rows"))
  var limit: Int?

  @Flag(help: "The same as --format json.")
  var json = false

  func validate() throws {
    if let limit, limit < 1 {
      throw ValidationError("--limit is a number of rows, 1 or more.")
    }
    guard !json || format == nil || format == .json else {
      throw ValidationError("--json and --format name two formats; give one of them.")
    }
  }

  func run() throws {
    let reader = try trace.open()
    let sql = question == "-" ? try StandardInput.text(named: "the question") : question
    let signals = StopSignals()
    defer { signals.release() }
    let answer = AnswerPrinter(json ? .json : format ?? .table) { pieces in
      try signals.letThrough { try StandardOutput.write(pieces) }
    }
    var isCut = false
    do {
      try reader.query(
        sql, until: signals.hasCome, header: answer.begin
      ) { row in
        isCut = answer.rows == limit
        if !isCut { try answer.add(row) }
        return !isCut
      }
    } catch let error as TraceStoreError where error.reason == .interrupted {
      try? answer.breakOff()
      let rows = answer.rows.counted("row")
      throw Interruption(
        signal: signals.received ?? 0,
        description: "The question was interrupted; \(rows) of its answer came before that.")
    }
    try answer.end()
    guard !isCut else {
      throw Failure(
        .different,
        "The answer has more than the \(answer.rows.counted("row")) printed; raise --limit to see "
          + "them.")
    }
  }
}
