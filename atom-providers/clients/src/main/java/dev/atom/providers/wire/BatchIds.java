package dev.atom.providers.wire;

import dev.atom.providers.Batches;
import java.util.Collection;
import java.util.regex.Pattern;

/** Checks the ids under which a batch's requests are handed over. */
public final class BatchIds {
  private static final Pattern ID = Pattern.compile(Batches.ID_PATTERN);

  private BatchIds() {}

  /** Refuses none at all, and any that a provider may not take. */
  public static void check(Collection<String> ids) {
    if (ids.isEmpty()) {
      throw new IllegalArgumentException("requests is empty; hand over at least one");
    }
    for (String id : ids) {
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException(
            "the id \"" + id + "\" must be 1 to 64 letters, digits, _ and -");
      }
    }
  }
}
