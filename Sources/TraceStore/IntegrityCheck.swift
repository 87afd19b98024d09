import Dispatch
import Synchronization

/// A check of a whole trace file that goes on beside other reading of it, which takes as long.
package final class IntegrityCheck: Sendable {
  private let queue = DispatchQueue(label: "integrity")
  private let outcome = Mutex<Result<Void, any Error>?>(nil)

  /// Begins to check a file.
  package init(of path: String) {
    queue.async { [self] in
      let found = Result { try TraceReader(path).checkIntegrity() }
      outcome.withLock { $0 = found }
    }
  }

  /// Waits for the end of the check.
  ///
  /// - Throws: ``TraceStoreError`` with the reason `damaged`, or whatever kept it from reading.
  package func finish() throws {
    queue.sync {}
    try outcome.withLock { $0 }?.get()
  }
}
