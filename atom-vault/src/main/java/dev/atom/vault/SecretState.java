package dev.atom.vault;

/** Whether a secret can be used. */
public enum SecretState {
  /** It can, unless its time is over. */
  ACTIVE(1),
  /** It was deleted and can be restored. */
  DELETED(2),
  /** It is gone for good; its place remembers the number of its last version. */
  DESTROYED(3);

  private final int number;

  SecretState(int number) {
    this.number = number;
  }

  /** The number in a record, which never changes. */
  int number() {
    return number;
  }

  static SecretState of(int number) {
    if (number < 1 || number > values().length) {
      throw new UnsupportedFormat(
          "a secret is in state " + number + ", which this version doesn't know");
    }
    return values()[number - 1];
  }
}
