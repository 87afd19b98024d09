/// The named pipes that are open on a connection, by what one version of SMB calls an open file.
struct SMBPipeTable<File: Hashable> {
  /// More than clients have at once, so that a hostile capture fills no memory.
  private let greatestCount = 1_024
  private let isVersion1: Bool
  private var open: [File: SMBPipe] = [:]
  /// How many were opened.
  private var count = 0

  init(isVersion1: Bool) { self.isVersion1 = isVersion1 }

  /// Those that are open, in the order of their opening.
  var pipes: [SMBPipe] { open.values.sorted { $0.number < $1.number } }

  /// Takes the opening of a pipe, or of a file, which looks the same.
  mutating func open(_ file: File, name: String, _ stamp: OctetStream.Stamp) {
    // What was used before the capture shows that it was opened is open already.
    if let pipe = open[file], pipe.opened.frame > stamp.frame { return }
    if open.count >= greatestCount { open = open.filter { $0.value.isRPC } }
    if open.count >= greatestCount { open.removeAll() }
    count += 1
    open[file] = SMBPipe(name: name, isVersion1: isVersion1, number: count, stamp)
  }

  /// Takes the end of a pipe.
  mutating func close(_ file: File) -> SMBPipeChange? {
    guard let pipe = open.removeValue(forKey: file), pipe.isRPC else { return nil }
    return SMBPipeChange(pipe: pipe, kind: .closed, isFromClient: true)
  }

  /// Hands data of a message to their pipe.
  ///
  /// - Parameters:
  ///   - data: Where the message says that its data are.
  ///   - missing: Octets that a snap length cut off the message's end.
  /// - Returns: `nil` if there are none, or if they belong to no pipe with PDUs.
  mutating func take(
    _ data: (offset: Int, length: Int), of message: Span<UInt8>, missing: Int, _ file: File,
    isFromClient: Bool, _ stamp: OctetStream.Stamp
  ) -> SMBPipeChange? {
    guard data.length > 0, data.offset >= 0, data.offset <= message.count,
      data.length <= message.count - data.offset + missing
    else { return nil }
    let end = min(message.count, data.offset + data.length)
    let octets = message.extracting(data.offset..<end)
    // The capture may have begun after the pipe was opened.
    if open[file] == nil, PDUOutline.begins(octets) { open(file, name: "", stamp) }
    guard let pipe = open[file],
      pipe.take(
        octets, missing: data.length - octets.count, isFromClient: isFromClient, stamp)
    else { return nil }
    return SMBPipeChange(pipe: pipe, kind: .octets, isFromClient: isFromClient)
  }
}
