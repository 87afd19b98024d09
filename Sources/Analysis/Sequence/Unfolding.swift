/// Which folds of a sequence diagram are drawn row by row instead of as a box.
package enum Unfolding: Equatable, Sendable {
  case none
  case all
  /// Those with these numbers, from 1.
  case only(Set<Int>)

  /// Whether the fold of this number is drawn row by row.
  func includes(_ number: Int) -> Bool {
    switch self {
    case .none: false
    case .all: true
    case .only(let numbers): numbers.contains(number)
    }
  }
}
