package dev.atom.vault.migrate;

import dev.atom.secret.Secret;
import java.util.Objects;

/** What a source has under one name. Thread-safe. */
public sealed interface ImportEntry extends AutoCloseable {
  /**
   * Returns the name that the source gives it.
   *
   * @return such as {@code "OPENAI_API_KEY"}; empty where no name could be read
   */
  String name();

  /**
   * Returns where in the source it stands, for a person.
   *
   * @return such as {@code "line 7"}; empty where there is nothing to tell
   */
  String where();

  /** Overwrites the value, if there is one. Closing twice is fine. */
  @Override
  default void close() {}

  /**
   * A value.
   *
   * @param name the name that the source gives it
   * @param where where it stands; may be empty
   * @param secret the value; belongs to the entry and is closed with it
   */
  record Value(String name, String where, Secret secret) implements ImportEntry {
    /** Refuses null. */
    public Value {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(where, "where");
      Objects.requireNonNull(secret, "secret");
    }

    @Override
    public void close() {
      secret.close();
    }
  }

  /**
   * A name with nothing behind it.
   *
   * @param name the name that the source gives it
   * @param where where it stands; may be empty
   */
  record Empty(String name, String where) implements ImportEntry {
    /** Refuses null. */
    public Empty {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(where, "where");
    }
  }

  /**
   * What could not be read.
   *
   * @param name the name that the source gives it; empty where none could be read
   * @param where where it stands; may be empty
   * @param why what is wrong and what to do, without any content
   */
  record Unreadable(String name, String where, String why) implements ImportEntry {
    /** Refuses null. */
    public Unreadable {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(where, "where");
      Objects.requireNonNull(why, "why");
    }
  }
}
