package dev.atom.vault;

/** A secret is there or may be, but what the store holds for it can't be trusted; no value is given. */
public final class TamperedRecord extends VaultException {
  private static final long serialVersionUID = 1L;

  /** In which way a record is not what the vault wrote last. */
  public enum How {
    /** Its bytes were changed, or it was sealed for another place. */
    CHANGED,
    /** It is an older state of itself. */
    REPLAYED,
    /** It was removed behind the vault's back. */
    REMOVED,
    /** It was never written by this vault in this place, or was destroyed and came back. */
    PLANTED
  }

  private final How how;

  TamperedRecord(How how, String message) {
    super("tampered_record", false, message);
    this.how = how;
  }

  /**
   * Returns what is wrong with the record.
   *
   * @return in which way it is not what the vault wrote last
   */
  public How how() {
    return how;
  }
}
