/// A piece of running text.
package enum Phrase: Equatable, Sendable {
  case text(String)
  case strong(String)
  /// A name, a number or a command, as it is typed.
  case code(String)
}

/// A part of a body, below the one before.
package enum BodyBlock: Equatable, Sendable {
  case heading(String)
  case paragraph([Phrase])
  case list([[Phrase]])
  /// A picture that lies beside the body, and what it shows.
  case figure(name: String, alternative: String)
  /// Rows of cells below titles; columns of numbers stand to the right.
  case table(titles: [String], numbers: Set<Int>, rows: [[String]])
  /// Lines as they are typed.
  case code(String)
}

/// What a ticket says, in no tracker's markup yet.
package struct TicketBody: Equatable, Sendable {
  /// A line without a full stop, for the ticket's title.
  package var title: String
  package var blocks: [BodyBlock]

  package init(title: String, blocks: [BodyBlock]) {
    self.title = title
    self.blocks = blocks
  }
}
