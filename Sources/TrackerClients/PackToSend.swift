package import Tickets

/// A pack that lies in a folder, as far as a tracker gets it.
package struct PackToSend: Sendable {
  /// A file of the folder.
  package struct File: Equatable, Sendable {
    package var name: String
    /// The media type.
    package var type: String
    /// In octets.
    package var size: Int
    /// What is in it, in a few words.
    package var purpose: String

    package init(name: String, type: String, size: Int, purpose: String) {
      self.name = name
      self.type = type
      self.size = size
      self.purpose = purpose
    }
  }

  /// The folder's path.
  package var folder: String
  package var title: String
  /// By which the pack is known: sixteen hexadecimal digits that its body states.
  package var identity: String
  /// The comment in the tracker's markup.
  package var body: String
  package var markup: Markup
  /// The files to attach, in their order.
  package var files: [File]

  package init(
    folder: String, title: String, identity: String, body: String,
    markup: Markup, files: [File]
  ) {
    self.folder = folder
    self.title = title
    self.identity = identity
    self.body = body
    self.markup = markup
    self.files = files
  }
}

/// What came of sending a pack.
package struct SendingResult: Equatable, Sendable {
  /// Where the ticket is to be looked at.
  package var ticket: String
  /// The names of the files that were attached; empty if the ticket had the pack already.
  package var attached: [String]
  /// Whether the ticket had the pack already, so that nothing was added.
  package var wasThere: Bool

  package init(ticket: String, attached: [String], wasThere: Bool) {
    self.ticket = ticket
    self.attached = attached
    self.wasThere = wasThere
  }
}
