import Analysis

extension TicketCommand {
  /// Makes the pack of a trace without names, which stays beside it with the key.
  ///
  /// - Throws: ``Failure``; then there is neither, unless only sending the pack failed.
  func runRedacted() throws {
    var folder = pack.output ?? "redacted-ticket"
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    // Nothing is written where the pack may not be.
    _ = try PackFolder(path: folder, replacing: pack.force)
    var redacted = try RedactedTrace(
      of: trace, at: "\(folder).sqlite", key: nil, replacing: pack.force)
    try FileOutput(path: redacted.path).makeFolder()
    try redacted.write()
    var ticket = self
    ticket.trace.path = redacted.path
    ticket.pack.output = folder
    ticket.picture = picture.redacted(by: redacted.names)
    do {
      try ticket.make(of: redacted)
    } catch {
      // A pack that is there, or has been sent, is read with the key alone.
      if FileSystem.kind(of: "\(folder)/\(PackFolder.manifest)") == .nothing { redacted.remove() }
      throw error
    }
  }
}

extension PictureOptions {
  /// The options for a trace without names: what they name is called otherwise there.
  fileprivate func redacted(by names: Pseudonyms) -> PictureOptions {
    var options = self
    for index in link.indices where !link[index].isAll {
      options.link[index].from = names.host(named: link[index].from)
      options.link[index].to = names.host(named: link[index].to)
    }
    options.words.title = words.title.map(names.text)
    options.words.note = words.note.map(names.text)
    options.words.ticket = words.ticket.map(names.text)
    return options
  }
}
