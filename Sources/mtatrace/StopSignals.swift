import Glibc

/// The signals that ask a program to end, held back so that a recording can come to a good end.
///
/// A signal that the process was started to ignore stays ignored.
final class StopSignals {
  /// The signal that came, once one was found.
  private(set) var received: CInt?
  private var held = sigset_t()
  private var former = sigset_t()

  /// Holds the signals back, in this thread and those that it starts.
  init() {
    unsafe sigemptyset(&held)
    for signal in [SIGHUP, SIGINT, SIGTERM] where !Self.isIgnored(signal) {
      unsafe sigaddset(&held, signal)
    }
    unsafe pthread_sigmask(SIG_BLOCK, &held, &former)
  }

  /// Whether a signal has come; from then on, another one ends the process at once.
  func hasCome() -> Bool {
    guard received == nil else { return true }
    var atOnce = timespec()
    let signal = unsafe sigtimedwait(&held, nil, &atOnce)
    guard signal > 0 else { return false }
    received = signal
    release()
    return true
  }

  /// Lets the signals through again, those first that have come.
  func release() { unsafe pthread_sigmask(SIG_SETMASK, &former, nil) }

  /// Does something that may wait for others for ever, as writing to a pipe does, and that a signal
  /// ends together with the process.
  func letThrough<Result>(_ body: () throws -> Result) rethrows -> Result {
    release()
    defer { if received == nil { unsafe pthread_sigmask(SIG_BLOCK, &held, nil) } }
    return try body()
  }

  /// Whether the process was started to ignore a signal.
  static func isIgnored(_ signal: CInt) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(signal, nil, &action) == 0 else { return false }
    let handler = unsafe action.__sigaction_handler.sa_handler
    return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

/// Why a program ends before its work is done: a signal asked it to.
struct Interruption: Error, CustomStringConvertible {
  let signal: CInt
  /// What was done until then.
  let description: String

  /// Ends the process as the signal would have, so that who started it sees why.
  func endProcess() -> Never {
    _ = Glibc.signal(signal, SIG_DFL)
    raise(signal)
    exit(128 + signal)
  }
}
