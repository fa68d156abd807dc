package dev.atom.store;

/**
 * A unique key is held already; nothing was written. The key of an effect is one of the space
 * {@link #EFFECTS}, held with the subject as text.
 */
public final class UniqueKeyTaken extends StoreException {
  /** The space in which the keys of effects are reported. */
  public static final String EFFECTS = "effects";

  private static final long serialVersionUID = 1L;

  private final transient UniqueKey key;
  private final String holder;

  /**
   * Creates the exception.
   *
   * @param key the key
   * @param holder the value it is held with
   */
  public UniqueKeyTaken(UniqueKey key, String holder) {
    super(
        "unique_key_taken",
        "key \"" + key.key() + "\" of " + key.space() + " is held already; use what holds it");
    this.key = key;
    this.holder = holder;
  }

  /**
   * Returns the key.
   *
   * @return the key that is held
   */
  public UniqueKey key() {
    return key;
  }

  /**
   * Returns what holds it.
   *
   * @return the value it was taken with
   */
  public String holder() {
    return holder;
  }
}
