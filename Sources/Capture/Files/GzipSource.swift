import CZlib

/// What a compressed source holds: RFC 1952, members one after the other.
@safe
final class GzipSource: OctetSource {
  private var source: any OctetSource
  /// zlib keeps the address, so it stays in one place.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var input: [UInt8] = []
  private var offset = 0
  private var hasEnded = false

  private static let inputSize = 1 << 16

  /// The first two octets of each member.
  static let magic: [UInt8] = [0x1f, 0x8b]

  /// - Throws: ``CaptureFileError`` if there is no memory to decompress.
  init(_ source: any OctetSource) throws {
    self.source = source
    unsafe stream.initialize(to: z_stream())
    guard unsafe czlib_begin_gzip(stream) == Z_OK else {
      throw CaptureFileError(.compression("there is no memory to decompress"), at: 0)
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// - Throws: ``CaptureFileError`` if the data are damaged; a member that is cut short ends early.
  func read(upTo count: Int, into octets: inout [UInt8]) throws -> Int {
    guard count > 0 else { return 0 }
    let former = octets.count
    octets.append(contentsOf: repeatElement(0, count: count))
    var produced = 0
    defer { octets.removeLast(count - produced) }
    while produced == 0, !hasEnded {
      if offset == input.count {
        try refill()
        if hasEnded { break }
      }
      let code = inflate(into: &octets, from: former, count: count, produced: &produced)
      switch code {
      case Z_OK, Z_BUF_ERROR: break
      case Z_STREAM_END: unsafe inflateReset(stream)
      default:
        hasEnded = true
        guard produced == 0 else { break }
        throw CaptureFileError(
          .compression("its compressed data are damaged"),
          at: Int64(clamping: unsafe stream.pointee.total_out))
      }
    }
    return produced
  }

  private func refill() throws {
    input.removeAll(keepingCapacity: true)
    offset = 0
    if try source.read(upTo: Self.inputSize, into: &input) == 0 { hasEnded = true }
  }

  /// Decompresses what is at hand, as far as there is room.
  private func inflate(
    into octets: inout [UInt8], from former: Int, count: Int, produced: inout Int
  ) -> CInt {
    let length = input.count - offset
    return unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe octets.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else {
          return Z_BUF_ERROR
        }
        unsafe stream.pointee.next_in = unsafe from + offset
        unsafe stream.pointee.avail_in = uInt(length)
        unsafe stream.pointee.next_out = unsafe to + former
        unsafe stream.pointee.avail_out = uInt(count)
        let code = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
        offset += length - Int(unsafe stream.pointee.avail_in)
        produced = count - Int(unsafe stream.pointee.avail_out)
        return code
      }
    }
  }
}
