import Dispatch
import Synchronization

/// Packs bands of pixels on a thread of its own while the next ones are drawn.
///
/// Bands are packed in the order in which they come, as if it were one thread: the octets do not
/// depend on when each gets its turn.
final class BandPacking: Sendable {
  private let encoder: Mutex<PNGEncoder?>
  private let packing = DispatchQueue(label: "packing")
  /// Two bands wait at most: more would only take memory.
  private let room = DispatchSemaphore(value: 2)
  private let width: Int

  init(width: Int, height: Int) throws(CairoError) {
    self.width = width
    encoder = Mutex(try PNGEncoder(width: width, height: height))
  }

  /// Takes the next rows.
  func add(_ pixels: [UInt32]) {
    room.wait()
    packing.async { [self] in
      encoder.withLock { encoder in
        for start in stride(from: 0, to: pixels.count, by: width) {
          encoder?.add(pixels[start..<start + width])
        }
      }
      room.signal()
    }
  }

  /// Ends the picture and returns its data.
  func finish() -> [UInt8] {
    packing.sync {
      encoder.withLock { encoder in
        guard let encoder = encoder.take() else { return [] }
        return encoder.finish()
      }
    }
  }
}
