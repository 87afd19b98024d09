import Glibc

/// A terminal whose keys are read one by one, and the signals that might leave it so.
///
/// The signals are held back from the beginning, and whichever way the process ends, ``leave()``
/// gives the terminal back as it was.
final class TerminalSession {
  enum Key {
    case pause, faster, slower, next, end
  }

  /// What a signal asks for.
  enum Request {
    /// The end of the process, as that signal would end it.
    case end(CInt)
    /// A stop until the process is told to go on.
    case stop
    /// The process goes on after a stop that nobody can hold back.
    case goOn
  }

  private var held = sigset_t()
  private var formerMask = sigset_t()
  /// The terminal's settings as they were; `nil` while they are.
  private var former: termios?
  private var pending: [UInt8] = []
  private var isEntered = false
  /// Whether standard input has come to its end.
  private var isAtEnd = false

  private static let ending = [SIGHUP, SIGINT, SIGQUIT, SIGTERM]

  init() {
    unsafe sigemptyset(&held)
    for signal in Self.ending + [SIGTSTP, SIGCONT] where !StopSignals.isIgnored(signal) {
      unsafe sigaddset(&held, signal)
    }
    unsafe pthread_sigmask(SIG_BLOCK, &held, &formerMask)
  }

  deinit { leave() }

  /// Whether keys can be read: standard input is a terminal, and this process is in front.
  var hasKeys: Bool { former != nil && !isAtEnd }

  /// Reads keys as they are pressed, without showing them, and hides the cursor.
  func enter() {
    try? FileDescriptor.standardOutput.write(Array("\u{1B}[?25l".utf8))
    isEntered = true
    guard former == nil, isatty(STDIN_FILENO) == 1, tcgetpgrp(STDIN_FILENO) == getpgrp() else {
      return
    }
    var settings = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
    former = settings
    apply(settings)
  }

  private func apply(_ former: termios) {
    var settings = former
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
    unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
  }

  /// Gives the terminal and the signals back as they were.
  func leave() {
    restore()
    unsafe pthread_sigmask(SIG_SETMASK, &formerMask, nil)
  }

  private func restore() {
    guard isEntered else { return }
    isEntered = false
    // A terminal that is gone needs no cursor.
    try? FileDescriptor.standardOutput.write(Array("\u{1B}[?25h".utf8))
    guard var settings = former else { return }
    unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
    former = nil
  }

  /// Stops the process as SIGTSTP does, with the terminal as it was, and takes it again afterwards.
  func stop() {
    restore()
    var stop = sigset_t()
    unsafe sigemptyset(&stop)
    unsafe sigaddset(&stop, SIGTSTP)
    raise(SIGTSTP)
    unsafe pthread_sigmask(SIG_UNBLOCK, &stop, nil)
    unsafe pthread_sigmask(SIG_BLOCK, &stop, nil)
    enter()
  }

  /// What a signal that has come asks for, if one has.
  func signal() -> Request? {
    var atOnce = timespec()
    let signal = unsafe sigtimedwait(&held, nil, &atOnce)
    switch signal {
    case SIGTSTP: return .stop
    case SIGCONT:
      if let former { apply(former) } else { enter() }
      return .goOn
    default: return Self.ending.contains(signal) ? .end(signal) : nil
    }
  }

  /// The keys that are pressed within so many milliseconds, as soon as there is one.
  func keys(within milliseconds: CInt) -> [Key] {
    guard hasKeys else {
      poll(nil, 0, milliseconds)
      return []
    }
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&input, 1, milliseconds) > 0 else {
      // An escape that nothing follows is a key by itself, and none that means anything.
      pending = []
      return []
    }
    var octets = [UInt8](repeating: 0, count: 256)
    let count = unsafe octets.withUnsafeMutableBytes {
      unsafe read(STDIN_FILENO, $0.baseAddress, $0.count)
    }
    guard count > 0 else {
      if count == 0 || (errno != EINTR && errno != EAGAIN) { isAtEnd = true }
      return []
    }
    return Self.keys(in: pending + octets[..<count], rest: &pending)
  }

  /// The keys that octets stand for; the beginning of a sequence stays for the next time.
  private static func keys(in octets: [UInt8], rest: inout [UInt8]) -> [Key] {
    var keys: [Key] = []
    var octets = octets[...]
    rest = []
    while let octet = octets.popFirst() {
      switch octet {
      case UInt8(ascii: " "): keys.append(.pause)
      case UInt8(ascii: "+"), UInt8(ascii: "="): keys.append(.faster)
      case UInt8(ascii: "-"), UInt8(ascii: "_"): keys.append(.slower)
      case UInt8(ascii: "n"): keys.append(.next)
      case UInt8(ascii: "q"), 4: keys.append(.end)
      case 0x1B:
        // CSI C or SS3 C: the right arrow.
        guard let kind = octets.first else {
          rest = [octet]
          return keys
        }
        guard kind == UInt8(ascii: "[") || kind == UInt8(ascii: "O") else { continue }
        guard let end = octets.dropFirst().firstIndex(where: { (0x40...0x7E).contains($0) }) else {
          rest = [octet] + octets
          return keys
        }
        if octets[end] == UInt8(ascii: "C") { keys.append(.next) }
        octets = octets[(end + 1)...]
      default: break
      }
    }
    return keys
  }
}
