import DCERPC

/// The pipes in messages of SMB 1: [MS-CIFS] 2.2.4.
struct SMB1Messages {
  /// What a response needs to know of its request.
  private enum Request {
    case open(name: String)
    case read(UInt16)
    case transact(UInt16)
    case close(UInt16)
  }

  /// A request that awaits its response: its command, its process and its number there, which some
  /// clients use again at once.
  private struct RequestID: Hashable {
    var command: UInt8
    var process: UInt32
    var multiplex: UInt16
  }

  private enum Command {
    static let close: UInt8 = 0x04
    static let read: UInt8 = 0x0a
    static let write: UInt8 = 0x0b
    static let transaction: UInt8 = 0x25
    static let transactionSecondary: UInt8 = 0x26
    static let openAndX: UInt8 = 0x2d
    static let readAndX: UInt8 = 0x2e
    static let writeAndX: UInt8 = 0x2f
    static let createAndX: UInt8 = 0xa2
  }

  /// The subcommands of SMB_COM_TRANSACTION that carry a pipe's data: [MS-CIFS] 2.2.5.
  private static let pipeFunctions: Set<UInt16> = [0x0011, 0x0026, 0x0031, 0x0036, 0x0037]
  /// The commands whose responses say nothing without their requests.
  private static let answersMatter: Set<UInt8> = [
    Command.read, Command.transaction, Command.openAndX, Command.readAndX, Command.createAndX,
  ]
  private static let headerLength = 32
  /// There is more to read than the request had room for; the data are good.
  private static let bufferOverflow: UInt32 = 0x8000_0005
  private static let greatestCount = 1_024

  private var requests: [RequestID: Request] = [:]
  private var early = EarlyResponses<RequestID>()
  private var table = SMBPipeTable<UInt16>(isVersion1: true)

  /// The pipes that are open, in the order of their opening.
  var pipes: [SMBPipe] { table.pipes }

  /// How many responses say nothing, since their requests were not captured.
  var unmatchedCount: Int { early.count }

  /// Reads a message.
  mutating func read(
    _ message: Span<UInt8>, missing: Int, _ stamp: OctetStream.Stamp
  ) throws(SMBTrouble) -> [SMBPipeChange] {
    guard let command = message.octet(at: 4),
      let flags = message.octet(at: 9), let flags2 = message.integer(UInt16.self, at: 10, .little),
      let high = message.integer(UInt16.self, at: 12, .little),
      let low = message.integer(UInt16.self, at: 26, .little),
      let multiplex = message.integer(UInt16.self, at: 30, .little),
      message.octet(at: Self.headerLength) != nil
    else { throw .malformed }
    let id = RequestID(
      command: command, process: UInt32(high) << 16 | UInt32(low), multiplex: multiplex)
    let data = Data(missing: missing, stamp: stamp)
    guard flags & 0x80 == 0 else {
      return response(command, id, message, data).map { [$0] } ?? []
    }
    let change = request(command, id, isUnicode: flags2 & 0x8000 != 0, message, data)
    guard requests[id] != nil, let answer = early.take(id) else { return change.map { [$0] } ?? [] }
    let answered = response(
      command, id, answer.octets.span,
      Data(missing: answer.missing, stamp: answer.stamp))
    return [change, answered].compactMap { $0 }
  }

  /// What is known of a message besides its octets.
  private struct Data {
    var missing: Int
    var stamp: OctetStream.Stamp
  }

  /// The parameter word at an offset from the first, which stands behind the count of words.
  private func word(_ message: Span<UInt8>, _ offset: Int) -> UInt16? {
    message.integer(UInt16.self, at: Self.headerLength + 1 + offset, .little)
  }

  private mutating func request(
    _ command: UInt8, _ id: RequestID, isUnicode: Bool, _ message: Span<UInt8>, _ data: Data
  ) -> SMBPipeChange? {
    switch command {
    case Command.createAndX, Command.openAndX:
      remember(.open(name: name(message, isUnicode: isUnicode)), id)
    case Command.close:
      if let file = word(message, 0) { remember(.close(file), id) }
    case Command.read:
      if let file = word(message, 0) { remember(.read(file), id) }
    case Command.readAndX:
      if let file = word(message, 4) { remember(.read(file), id) }
    case Command.write:
      guard let file = word(message, 0), let length = word(message, 2) else { return nil }
      // Five words, the count of octets, the buffer's format and its length.
      return table.take(
        (Self.headerLength + 1 + 10 + 2 + 3, Int(length)), of: message, missing: data.missing, file,
        isFromClient: true, data.stamp)
    case Command.writeAndX:
      guard let file = word(message, 4), let high = word(message, 18), let low = word(message, 20),
        let offset = word(message, 22), let mode = word(message, 14)
      else { return nil }
      // A message that is written in raw mode begins with its length: [MS-CIFS] 2.2.4.43.1.
      let prefix = mode & 0x000c == 0x000c ? 2 : 0
      let length = Int(high) << 16 | Int(low)
      return table.take(
        (Int(offset) + prefix, length - prefix), of: message, missing: data.missing, file,
        isFromClient: true, data.stamp)
    case Command.transaction:
      guard let count = word(message, 22), let offset = word(message, 24),
        let function = word(message, 28), let file = word(message, 30),
        message.octet(at: Self.headerLength + 1 + 26).map({ $0 >= 2 }) ?? false,
        Self.pipeFunctions.contains(function)
      else { return nil }
      remember(.transact(file), id)
      return table.take(
        (Int(offset), Int(count)), of: message, missing: data.missing, file, isFromClient: true,
        data.stamp)
    case Command.transactionSecondary:
      var first = id
      first.command = Command.transaction
      guard case .transact(let file)? = requests[first], let count = word(message, 10),
        let offset = word(message, 12)
      else { return nil }
      return table.take(
        (Int(offset), Int(count)), of: message, missing: data.missing, file, isFromClient: true,
        data.stamp)
    default: break
    }
    return nil
  }

  private mutating func response(
    _ command: UInt8, _ id: RequestID, _ message: Span<UInt8>, _ data: Data
  ) -> SMBPipeChange? {
    let status = message.integer(UInt32.self, at: 5, .little)
    let isGood = status == 0 || status == Self.bufferOverflow
    // A request of several parts has a response in between, without words.
    if command == Command.transaction, isGood, message.octet(at: Self.headerLength) == 0 {
      return nil
    }
    guard let request = requests[id] else {
      if Self.answersMatter.contains(command) {
        early.keep(id, message, missing: data.missing, data.stamp)
      }
      return nil
    }
    guard isGood else {
      requests[id] = nil
      return nil
    }
    switch request {
    case .open(let name):
      requests[id] = nil
      guard let file = word(message, command == Command.openAndX ? 4 : 5) else { return nil }
      table.open(file, name: name, data.stamp)
    case .close(let file):
      requests[id] = nil
      return table.close(file)
    case .read(let file):
      requests[id] = nil
      if command == Command.read {
        guard let length = word(message, 0) else { return nil }
        return table.take(
          (Self.headerLength + 1 + 10 + 2 + 3, Int(length)), of: message, missing: data.missing,
          file, isFromClient: false, data.stamp)
      }
      guard let low = word(message, 10), let offset = word(message, 12),
        let high = word(message, 14)
      else { return nil }
      return table.take(
        (Int(offset), Int(high) << 16 | Int(low)), of: message, missing: data.missing, file,
        isFromClient: false, data.stamp)
    case .transact(let file):
      guard let total = word(message, 2), let count = word(message, 12),
        let offset = word(message, 14), let displacement = word(message, 16)
      else { return nil }
      if Int(displacement) + Int(count) >= Int(total) { requests[id] = nil }
      return table.take(
        (Int(offset), Int(count)), of: message, missing: data.missing, file, isFromClient: false,
        data.stamp)
    }
    return nil
  }

  private mutating func remember(_ request: Request, _ id: RequestID) {
    if requests.count >= Self.greatestCount { requests.removeAll() }
    requests[id] = request
  }

  /// The name behind the words and the count of octets; Unicode is aligned to two octets.
  private func name(_ message: Span<UInt8>, isUnicode: Bool) -> String {
    guard let words = message.octet(at: Self.headerLength) else { return "" }
    let start = Self.headerLength + 1 + 2 * Int(words) + 2
    guard start < message.count else { return "" }
    if isUnicode { return message.utf16Text(start + start % 2..<message.count) }
    var text = ""
    for place in start..<message.count {
      let octet = message[place]
      guard octet != 0, text.utf8.count < 128 else { break }
      if (0x20..<0x7f).contains(octet) { text.unicodeScalars.append(Unicode.Scalar(octet)) }
    }
    return String(text.drop { $0 == "\\" })
  }
}
