/// A TCP segment that an export puts into a frame: Ethernet, IPv4 or IPv6, TCP.
struct OutgoingSegment {
  var source: WirePlace
  var destination: WirePlace
  var sequence: UInt32
  var acknowledgement: UInt32
  var flags: TCPFlags
  /// The options, a multiple of four octets.
  var options: [UInt8] = []
  var payload: ArraySlice<UInt8> = []
  /// What tells the packets of a sender apart: RFC 791, 3.1.
  var identification: UInt16

  /// How many hops a packet may take.
  private static let hops: UInt8 = 128
  /// The protocol number of TCP.
  private static let protocolNumber: UInt8 = 6
  /// Octets of an Ethernet header and of a TCP header without options.
  private static let ethernetLength = 14
  private static let tcpLength = 20
  /// The window that every segment offers; with the scale of ``scaleShift`` it is never full.
  private static let window: UInt16 = 0xFFFF
  /// The shift of the window scale option (RFC 7323, 2.2).
  static let scaleShift: UInt8 = 7

  /// The options of a SYN: the largest segment (RFC 9293, 3.2), a filler, the window's scale.
  static func synOptions(maximumSegment: Int) -> [UInt8] {
    var options: [UInt8] = [2, 4]
    options.appendBigEndian(UInt16(clamping: maximumSegment))
    return options + [1, 3, 3, scaleShift]
  }

  /// The whole frame, without the checksum of Ethernet and without filling to 60 octets, as a
  /// sender captures it.
  func frame() -> [UInt8] {
    let segmentLength = Self.tcpLength + options.count + payload.count
    var frame: [UInt8] = []
    frame.reserveCapacity(Self.ethernetLength + 40 + segmentLength)
    appendHardware(destination.hardware, to: &frame)
    appendHardware(source.hardware, to: &frame)
    if source.address.isVersion6 {
      appendVersion6(segmentLength, to: &frame)
    } else {
      appendVersion4(segmentLength, to: &frame)
    }
    appendTCP(segmentLength, to: &frame)
    return frame
  }

  private func appendHardware(_ address: UInt64, to frame: inout [UInt8]) {
    frame.appendBigEndian(UInt16(truncatingIfNeeded: address >> 32))
    frame.appendBigEndian(UInt32(truncatingIfNeeded: address))
  }

  /// RFC 791, 3.1: not to be fragmented.
  private func appendVersion4(_ segmentLength: Int, to frame: inout [UInt8]) {
    frame.appendBigEndian(UInt16(0x0800))
    let start = frame.count
    frame += [0x45, 0]
    frame.appendBigEndian(UInt16(clamping: 20 + segmentLength))
    frame.appendBigEndian(identification)
    frame += [0x40, 0, Self.hops, Self.protocolNumber, 0, 0]
    frame += source.address.octets
    frame += destination.address.octets
    var checksum = InternetChecksum()
    checksum.add(frame, from: start)
    put(checksum.value, at: start + 10, of: &frame)
  }

  /// RFC 8200, 3.
  private func appendVersion6(_ segmentLength: Int, to frame: inout [UInt8]) {
    frame.appendBigEndian(UInt16(0x86DD))
    frame += [0x60, 0, 0, 0]
    frame.appendBigEndian(UInt16(clamping: segmentLength))
    frame += [Self.protocolNumber, Self.hops]
    frame += source.address.octets
    frame += destination.address.octets
  }

  /// RFC 9293, 3.1; the checksum covers addresses, protocol and length too.
  private func appendTCP(_ segmentLength: Int, to frame: inout [UInt8]) {
    let start = frame.count
    frame.appendBigEndian(source.port)
    frame.appendBigEndian(destination.port)
    frame.appendBigEndian(sequence)
    frame.appendBigEndian(acknowledgement)
    frame += [UInt8(truncatingIfNeeded: (Self.tcpLength + options.count) / 4) << 4, flags.rawValue]
    frame.appendBigEndian(Self.window)
    frame += [0, 0, 0, 0]
    frame += options
    frame += payload
    var checksum = InternetChecksum()
    checksum.add(source.address.octets)
    checksum.add(destination.address.octets)
    checksum.add(UInt16(Self.protocolNumber))
    checksum.add(UInt16(clamping: segmentLength))
    checksum.add(frame, from: start)
    put(checksum.value, at: start + 16, of: &frame)
  }

  private func put(_ value: UInt16, at place: Int, of frame: inout [UInt8]) {
    frame[place] = UInt8(truncatingIfNeeded: value >> 8)
    frame[place + 1] = UInt8(truncatingIfNeeded: value)
  }
}
