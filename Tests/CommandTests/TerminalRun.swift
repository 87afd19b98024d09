import Foundation
import Testing

/// One run of the built program in a terminal that a script of Python plays: keys go in when words
/// come out.
struct TerminalRun: Decodable {
  /// What the program is waited for, and what it then gets.
  enum Step {
    /// Keys, once these words are on the screen.
    case keys(String, after: String)
    /// A signal, once these words are on the screen.
    case signal(Int32, after: String)
    /// Ctrl-Z, once these words are on the screen, and `fg` when the program has stopped.
    case stop(after: String)

    fileprivate var words: [String] {
      switch self {
      case .keys(let keys, let words): [words, "keys", keys]
      case .signal(let signal, let words): [words, "signal", "\(signal)"]
      case .stop(let words): [words, "stop", ""]
      }
    }
  }

  /// The exit code; `nil` if a signal ended it.
  var exitCode: Int32?
  /// The signal that ended it.
  var signal: Int32?
  /// Whether the terminal's settings are in the end what they were in the beginning.
  var isRestored: Bool
  /// Whether they were so while it was stopped; `nil` if it never was.
  var wasRestoredWhenStopped: Bool?
  var showsCursor: Bool
  /// How often something was printed behind the last column.
  var overflows: Int
  /// Whether a step was never reached.
  var isStuck: Bool
  /// What is to be read in the end, with what has scrolled away.
  var lines: [String]
  /// Every octet, as text.
  var output: String

  static func mtatrace(
    _ arguments: [String], steps: [Step], columns: Int = 80, rows: Int = 24,
    environment: [String: String] = [:], in folder: TemporaryFolder
  ) throws -> TerminalRun {
    let task: [String: Any] = [
      "program": CommandRun.products.appending(path: "mtatrace").path, "arguments": arguments,
      "columns": columns, "rows": rows, "steps": steps.map(\.words),
      "environment": ["TERM": "xterm", "LC_ALL": "C.UTF-8"].merging(environment) { $1 },
    ]
    let text = String(
      decoding: try JSONSerialization.data(withJSONObject: task), as: UTF8.self)
    try folder.write(script, to: "terminal.py")
    let run = try CommandRun.tool("python3", ["terminal.py", text], in: folder)
    try #require(run.exitCode == 0, "\(run.errors)")
    return try JSONDecoder().decode(TerminalRun.self, from: Data(run.output.utf8))
  }

  /// Runs the program as a shell does, in a process group of its own in front of a terminal, and
  /// keeps what a terminal would show.
  private static let script = #"""
    import fcntl, json, os, pty, select, signal, struct, sys, termios, time, unicodedata

    # A leader of a process group cannot have a terminal of its own.
    worker = os.fork()
    if worker:
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]))

    task = json.loads(sys.argv[1])
    columns, rows = task['columns'], task['rows']
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
    before = termios.tcgetattr(slave)
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for ignored in (signal.SIGTTOU, signal.SIGTTIN, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        os.tcsetpgrp(slave, os.getpid())
        for restored in (signal.SIGTTOU, signal.SIGTTIN, signal.SIGHUP, signal.SIGINT,
                         signal.SIGQUIT, signal.SIGTERM, signal.SIGTSTP, signal.SIGCONT):
            signal.signal(restored, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        for number in range(3):
            os.dup2(slave, number)
        os.environ.pop('COLUMNS', None)
        os.environ.pop('LINES', None)
        os.environ.pop('NO_COLOR', None)
        os.environ.update(task['environment'])
        os.execv(task['program'], ['mtatrace'] + task['arguments'])
    try:
        os.setpgid(child, child)
    except OSError:
        pass

    screen, row, column, overflows, cursor = [[]], 0, 0, 0, True

    def put(character):
        global column, overflows
        width = 2 if unicodedata.east_asian_width(character) in 'WF' else 1
        if column + width > columns:
            overflows += 1
        line = screen[row]
        line.extend(' ' * (column + width - len(line)))
        line[column] = character
        column += width

    def feed(text):
        global row, column, cursor
        place = 0
        while place < len(text):
            character = text[place]
            place += 1
            if character == '\r':
                column = 0
            elif character == '\n':
                row, column = row + 1, column
                if row == len(screen):
                    screen.append([])
            elif character == '\x1b':
                assert text[place] == '[', text[place]
                start = place + 1
                place = start
                while not '@' <= text[place] <= '~':
                    place += 1
                number, kind = text[start:place], text[place]
                place += 1
                if kind == 'A':
                    row -= int(number)
                    assert row >= 0
                elif kind == 'J':
                    screen[row] = screen[row][:column]
                    del screen[row + 1:]
                elif kind in 'hl':
                    assert number == '?25'
                    cursor = kind == 'h'
                else:
                    assert kind == 'm', kind
            else:
                put(character)

    def shown():
        return [''.join(line).rstrip() for line in screen]

    octets, fresh, steps = b'', 0, list(task['steps'])
    status, stopped, deadline = None, None, time.time() + 60
    while status is None and time.time() < deadline:
        if select.select([master], [], [], 0.02)[0]:
            octets += os.read(master, 65536)
        if steps and steps[0][0].encode() in octets[fresh:]:
            words, kind, value = steps.pop(0)
            fresh = len(octets)
            if kind == 'keys':
                os.write(master, value.encode())
            elif kind == 'signal':
                os.kill(child, int(value))
            else:
                os.write(master, b'\x1a')
                _, how = os.waitpid(child, os.WUNTRACED)
                if not os.WIFSTOPPED(how):
                    status = how
                    break
                stopped = termios.tcgetattr(slave) == before
                fresh = len(octets)
                os.tcsetpgrp(slave, child)
                os.killpg(child, signal.SIGCONT)
        done, how = os.waitpid(child, os.WNOHANG)
        if done:
            status = how
    stuck = status is None or bool(steps)
    if status is None:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    while select.select([master], [], [], 0.1)[0]:
        octets += os.read(master, 65536)
    text = octets.decode()
    feed(text)
    print(json.dumps({
        'exitCode': os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        'signal': os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
        'isRestored': termios.tcgetattr(slave) == before, 'wasRestoredWhenStopped': stopped,
        'showsCursor': cursor, 'overflows': overflows, 'isStuck': stuck, 'lines': shown(),
        'output': text}))
    """#
}
