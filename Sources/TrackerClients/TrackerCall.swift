/// A request to a tracker's interface.
package struct TrackerCall: Sendable {
  /// What a request carries.
  package enum Content: Sendable {
    case nothing
    /// A JSON text.
    case json(String)
    /// A file of the pack, as it is.
    case file(String)
    /// A form with a JSON part, if there is one, and files of the pack.
    case form(json: (name: String, text: String)?, field: String, files: [PackToSend.File])
  }

  /// What it is for, as an order: `look for the ticket`.
  package var purpose: String
  package var method: String
  /// Behind the server's address, with its query.
  package var path: String
  package var headers: [String] = []
  package var content = Content.nothing
  /// What a rehearsal takes for the answer, as JSON.
  package var supposed = "{}"

  /// Whether it changes nothing, so that it may be sent again when no answer came.
  package var isRepeatable: Bool { method == "GET" }
}

/// What a tracker answered.
package struct TrackerAnswer: Sendable {
  /// The status of HTTP: RFC 9110, 15.
  package var status: Int
  package var text: String

  package init(status: Int, text: String) {
    self.status = status
    self.text = text
  }
}

/// What takes requests to a tracker.
package protocol CallTransport {
  /// - Throws: ``SendingFault`` if no answer came.
  func answer(to call: TrackerCall) throws -> TrackerAnswer
}
