package dev.atom.jdbc;

import dev.atom.store.JobType;
import dev.atom.store.NewJob;
import dev.atom.store.Subject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What names are found by where a database limits the length of an index's entries. A name has no
 * line break, so the parts of what is joined here, and digests, can't be mistaken for one.
 */
final class IndexKey {
  /** The longest text in UTF-8 that stands for itself: a third of what PostgreSQL's page holds. */
  private static final int LONGEST = 1_000;

  private IndexKey() {}

  static String of(String name) {
    return of(name, "\n");
  }

  private static String of(String name, String prefix) {
    if (name.length() * 3 <= LONGEST) {
      return name;
    }
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    return text.length <= LONGEST ? name : prefix + HexFormat.of().formatHex(digest(text));
  }

  /** An effect's key is the tenant's own, a timer's name its subject's. */
  static String of(Subject subject, NewJob job) {
    return job.type() == JobType.EFFECT ? of(job.name()) : timer(subject, job.name());
  }

  /** Begins with the name and a line break in any case: timers of a name lie side by side. */
  static String timer(Subject subject, String name) {
    return of(name + "\n" + subject.kind() + "\n" + subject.id(), name + "\n\n");
  }

  private static byte[] digest(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
