import DCERPC

/// The pipes in messages of SMB 2 and 3: [MS-SMB2] 2.2.
struct SMB2Messages {
  /// The handle of an open file or pipe.
  private struct FileID: Hashable {
    var persistent: UInt64
    var volatile: UInt64
    /// Stands for the handle of the request before in a compound: [MS-SMB2] 3.2.4.1.4.
    static let previous = Self(persistent: .max, volatile: .max)
  }

  /// What a response needs to know of its request.
  private enum Request {
    case create(name: String)
    case read(FileID)
    case transceive(FileID)
    case close(FileID)
  }

  private enum Command {
    static let create: UInt16 = 5
    static let close: UInt16 = 6
    static let read: UInt16 = 8
    static let write: UInt16 = 9
    static let control: UInt16 = 11
  }

  private static let headerLength = 64
  private static let pending: UInt32 = 0x0000_0103
  /// There is more to read than the request had room for; the data are good.
  private static let bufferOverflow: UInt32 = 0x8000_0005
  private static let pipeTransceive: UInt32 = 0x0011_c017
  /// More than clients have at once, so that a hostile capture fills no memory.
  private static let greatestCount = 1_024

  private var requests: [UInt64: Request] = [:]
  private var early = EarlyResponses<UInt64>()
  private var table = SMBPipeTable<FileID>(isVersion1: false)

  /// The pipes that are open, in the order of their opening.
  var pipes: [SMBPipe] { table.pipes }

  /// How many responses say nothing, since their requests were not captured.
  var unmatchedCount: Int { early.count }

  /// Reads the messages of a compound.
  mutating func read(
    _ message: Span<UInt8>, missing: Int, _ stamp: OctetStream.Stamp
  ) throws(SMBTrouble) -> [SMBPipeChange] {
    var changes: [SMBPipeChange] = []
    var offset = 0
    var last = FileID.previous
    while true {
      guard let next = message.integer(UInt32.self, at: offset + 20, .little) else {
        throw .malformed
      }
      let isLast = next == 0
      let end = isLast ? message.count : offset + Int(next)
      guard isLast || (next >= Self.headerLength && end <= message.count) else {
        throw .malformed
      }
      let part = message.extracting(offset..<end)
      changes += try read(part, missing: isLast ? missing : 0, stamp, last: &last)
      guard !isLast else { return changes }
      offset = end
    }
  }

  private mutating func read(
    _ part: Span<UInt8>, missing: Int, _ stamp: OctetStream.Stamp, last: inout FileID
  ) throws(SMBTrouble) -> [SMBPipeChange] {
    guard let command = part.integer(UInt16.self, at: 12, .little),
      let flags = part.integer(UInt32.self, at: 16, .little),
      let id = part.integer(UInt64.self, at: 24, .little)
    else { throw .malformed }
    guard flags & 1 == 0 else {
      return response(command, id, part, missing, stamp).map { [$0] } ?? []
    }
    let change = request(command, id, part, missing, stamp, &last)
    guard requests[id] != nil, let answer = early.take(id) else { return change.map { [$0] } ?? [] }
    let answered = response(command, id, answer.octets.span, answer.missing, answer.stamp)
    return [change, answered].compactMap { $0 }
  }

  private mutating func response(
    _ command: UInt16, _ id: UInt64, _ part: Span<UInt8>, _ missing: Int,
    _ stamp: OctetStream.Stamp
  ) -> SMBPipeChange? {
    let status = part.integer(UInt32.self, at: 8, .little)
    guard status != Self.pending else { return nil }
    let isGood = status == 0 || status == Self.bufferOverflow
    if let request = requests.removeValue(forKey: id) {
      return response(to: request, isGood: isGood, part, missing, stamp)
    }
    // Of the requests that matter, only that of a transceive is said again in its response.
    if command == Command.control,
      part.integer(UInt32.self, at: Self.headerLength + 4, .little) == Self.pipeTransceive
    {
      var last = FileID.previous
      guard let file = fileID(part, at: Self.headerLength + 8, &last) else { return nil }
      return response(to: .transceive(file), isGood: isGood, part, missing, stamp)
    }
    if command == Command.create || command == Command.read {
      early.keep(id, part, missing: missing, stamp)
    }
    return nil
  }

  private mutating func request(
    _ command: UInt16, _ id: UInt64, _ part: Span<UInt8>, _ missing: Int,
    _ stamp: OctetStream.Stamp, _ last: inout FileID
  ) -> SMBPipeChange? {
    let body = Self.headerLength
    switch command {
    case Command.create:
      remember(.create(name: Self.name(part)), id)
      last = .previous
    case Command.close:
      if let file = fileID(part, at: body + 8, &last) { remember(.close(file), id) }
    case Command.read:
      if let file = fileID(part, at: body + 16, &last) { remember(.read(file), id) }
    case Command.write:
      guard let file = fileID(part, at: body + 16, &last),
        let offset = part.integer(UInt16.self, at: body + 2, .little),
        let length = part.integer(UInt32.self, at: body + 4, .little)
      else { return nil }
      return table.take(
        (Int(offset), Int(length)), of: part, missing: missing, file, isFromClient: true, stamp)
    case Command.control:
      guard part.integer(UInt32.self, at: body + 4, .little) == Self.pipeTransceive,
        let file = fileID(part, at: body + 8, &last),
        let offset = part.integer(UInt32.self, at: body + 24, .little),
        let length = part.integer(UInt32.self, at: body + 28, .little)
      else { return nil }
      remember(.transceive(file), id)
      return table.take(
        (Int(offset), Int(length)), of: part, missing: missing, file, isFromClient: true, stamp)
    default: break
    }
    return nil
  }

  private mutating func response(
    to request: Request, isGood: Bool, _ part: Span<UInt8>, _ missing: Int,
    _ stamp: OctetStream.Stamp
  ) -> SMBPipeChange? {
    let body = Self.headerLength
    guard isGood else { return nil }
    switch request {
    case .create(let name):
      var none = FileID.previous
      guard let file = fileID(part, at: body + 64, &none) else { return nil }
      table.open(file, name: name, stamp)
    case .close(let file):
      return table.close(file)
    case .read(let file):
      guard let offset = part.octet(at: body + 2),
        let length = part.integer(UInt32.self, at: body + 4, .little)
      else { return nil }
      return table.take(
        (Int(offset), Int(length)), of: part, missing: missing, file, isFromClient: false, stamp)
    case .transceive(let file):
      guard let offset = part.integer(UInt32.self, at: body + 32, .little),
        let length = part.integer(UInt32.self, at: body + 36, .little)
      else { return nil }
      return table.take(
        (Int(offset), Int(length)), of: part, missing: missing, file, isFromClient: false, stamp)
    }
    return nil
  }

  private func fileID(_ part: Span<UInt8>, at offset: Int, _ last: inout FileID) -> FileID? {
    guard let persistent = part.integer(UInt64.self, at: offset, .little),
      let volatile = part.integer(UInt64.self, at: offset + 8, .little)
    else { return nil }
    let file = FileID(persistent: persistent, volatile: volatile)
    if file != .previous { last = file }
    return last
  }

  private mutating func remember(_ request: Request, _ id: UInt64) {
    if requests.count >= Self.greatestCount { requests.removeAll() }
    requests[id] = request
  }

  private static func name(_ part: Span<UInt8>) -> String {
    guard let offset = part.integer(UInt16.self, at: headerLength + 44, .little),
      let length = part.integer(UInt16.self, at: headerLength + 46, .little)
    else { return "" }
    return part.utf16Text(Int(offset)..<Int(offset) + Int(length))
  }
}

extension Span<UInt8> {
  /// Text of UTF-16 in little endian, without a leading backslash; control characters are left out.
  func utf16Text(_ range: Range<Int>) -> String {
    let range = range.clamped(to: 0..<count)
    var units: [UInt16] = []
    for place in stride(from: range.lowerBound, to: range.upperBound - 1, by: 2) {
      let unit = UInt16(self[place]) | UInt16(self[place + 1]) << 8
      if unit == 0 { break }
      if unit >= 0x20, unit != 0x7f, !(0x80..<0xa0).contains(unit) { units.append(unit) }
    }
    let text = String(decoding: units.prefix(128), as: UTF16.self)
    return String(text.drop { $0 == "\\" })
  }
}
