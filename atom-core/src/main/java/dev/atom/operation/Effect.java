package dev.atom.operation;

/** What repeating an operation does to the world; decides how it is retried after a crash. */
public enum Effect {
  /** Changes nothing; repeat freely. */
  READ,
  /** The receiver honours an idempotency key: repeated with the same key it happens once. */
  KEYED,
  /** The receiver can be asked whether it happened; ask before repeating. */
  CHECKABLE,
  /** Nobody can tell whether it happened; never repeated silently. */
  BLIND
}
