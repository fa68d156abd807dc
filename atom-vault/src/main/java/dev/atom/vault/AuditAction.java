package dev.atom.vault;

/** What was done or tried. */
public enum AuditAction {
  /** A secret was put, new or in place of an older version. */
  PUT(1),
  /** A secret was given to code that uses it for a call, without showing it to anybody. */
  USE(2),
  /** A secret was given to whoever asked, to be shown. */
  READ(3),
  /** A tenant's secrets were listed or searched. */
  LIST(4),
  /** Labels or the end of a secret were changed. */
  LABEL(5),
  /** An older version was made the newest again. */
  ROLL_BACK(6),
  /** A secret was deleted so that it can be restored. */
  DELETE(7),
  /** A deleted secret was restored. */
  RESTORE(8),
  /** A secret or a version was destroyed for good. */
  DESTROY(9),
  /** The default of a provider's secrets was chosen. */
  DEFAULT(10),
  /** A secret was checked with its provider. */
  CHECK(11),
  /** A grant was refreshed, or that was tried. */
  REFRESH(12),
  /** Secrets left the vault in an export. */
  EXPORT(13),
  /** Secrets came in from elsewhere. */
  IMPORT(14),
  /** A tenant's data keys were destroyed. */
  SHRED(15),
  /** The master key was changed. */
  ROTATE_MASTER_KEY(16),
  /** A tenant's data key was changed. */
  ROTATE_DATA_KEY(17),
  /** What could not be trusted was given up. */
  REPAIR(18),
  /** The oldest entries of the audit were dropped. */
  FORGET(19);

  private final int number;

  AuditAction(int number) {
    this.number = number;
  }

  /** The number in a record, which never changes. */
  int number() {
    return number;
  }

  static AuditAction of(int number) {
    for (AuditAction action : values()) {
      if (action.number == number) {
        return action;
      }
    }
    throw new UnsupportedFormat(
        "the audit has an action " + number + ", which this version doesn't know");
  }
}
