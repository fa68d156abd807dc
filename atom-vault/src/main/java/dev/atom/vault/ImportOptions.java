package dev.atom.vault;

import dev.atom.secret.SecretRef;
import java.util.Optional;
import java.util.function.Function;

/**
 * How secrets come in.
 *
 * @param mapping says under which names; empty to leave a secret out. Must give every secret another
 *     name
 * @param conflict what to do where there is a secret already, deleted ones included, unless it is the
 *     same
 * @param dryRun whether only to say what would be done
 */
public record ImportOptions(
    Function<SecretRef, Optional<SecretRef>> mapping, Conflict conflict, boolean dryRun) {
  /** What to do where there is another secret already. */
  public enum Conflict {
    /** Leave it. */
    SKIP,
    /** Keep it as an older version of what comes in. */
    REPLACE,
    /** Stop with {@link VersionTaken}. What was imported before stays. */
    FAIL
  }

  /**
   * Under the names they had, and stopping where there is another secret.
   *
   * @return the options
   */
  public static ImportOptions standard() {
    return new ImportOptions(Optional::of, Conflict.FAIL, false);
  }

  /**
   * Returns the same under other names.
   *
   * @param newMapping says under which; empty to leave a secret out
   * @return the options
   */
  public ImportOptions mapped(Function<SecretRef, Optional<SecretRef>> newMapping) {
    return new ImportOptions(newMapping, conflict, dryRun);
  }

  /**
   * Returns the same with another way to deal with secrets that are there.
   *
   * @param newConflict what to do
   * @return the options
   */
  public ImportOptions onConflict(Conflict newConflict) {
    return new ImportOptions(mapping, newConflict, dryRun);
  }

  /**
   * Returns the same, to be tried only. A dry run also tells whether the export is whole.
   *
   * @return the options
   */
  public ImportOptions dry() {
    return new ImportOptions(mapping, conflict, true);
  }
}
