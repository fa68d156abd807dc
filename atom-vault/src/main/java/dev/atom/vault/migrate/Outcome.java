package dev.atom.vault.migrate;

/** What became of an entry, or would become of it. */
public enum Outcome {
  /** Only in a plan: the vault has nothing there, or what it has would be replaced. */
  TO_IMPORT(false),
  /** It was put into the vault and found there again, byte for byte. */
  IMPORTED(true),
  /** The vault had the same value already. */
  ALREADY_THERE(true),
  /** The vault has another value, which counts, as {@link OtherValue#KEEP} says. */
  VAULT_KEPT(true),
  /** The host said that it is no secret to import. */
  LEFT_OUT(true),
  /** There is a name with nothing behind it. */
  EMPTY(true),
  /** The vault has another value, and nothing says which one counts. */
  OTHER_VALUE(false),
  /** Several entries with different values belong in the same place; none of them was taken. */
  AMBIGUOUS(false),
  /** No mapping says where it belongs. */
  UNMAPPED(false),
  /** What stands there is what screens show of a secret, and not the secret. */
  MASK(false),
  /** It can't be read. */
  UNREADABLE(false),
  /** The vault refused it, or does not give back what was put. */
  FAILED(false);

  private final boolean settled;

  Outcome(boolean settled) {
    this.settled = settled;
  }

  /**
   * Tells whether nothing would be lost with the source.
   *
   * @return true if the vault has the value, or there is none to have
   */
  public boolean settled() {
    return settled;
  }
}
