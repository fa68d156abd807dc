package dev.atom.mock;

import dev.atom.IdSource;
import java.util.concurrent.atomic.AtomicLong;

/** Ids that count up from 1, so that a test knows them beforehand. Thread-safe. */
public final class SequentialIds implements IdSource {
  private final String prefix;
  private final AtomicLong last = new AtomicLong();

  private SequentialIds(String prefix) {
    this.prefix = prefix;
  }

  /**
   * Returns a source of {@code prefix + 1}, {@code prefix + 2} and so on.
   *
   * @param prefix what each id begins with; may be empty
   * @return a new source
   */
  public static SequentialIds of(String prefix) {
    return new SequentialIds(prefix);
  }

  @Override
  public String next() {
    return prefix + last.incrementAndGet();
  }
}
