package dev.atom.benchmarks.clients;

/** What every peer asks. */
public final class Question {
  /** The system's message. */
  public static final String SYSTEM =
      "You answer customers of a parcel service, politely, in short.";

  /** The user's message. */
  public static final String TEXT = "Where is my parcel? It should have come on Friday.";

  /** The model's name. */
  public static final String MODEL = "gpt-5.4";

  /** A key that opens nothing. */
  public static final String KEY = "sk-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL";

  /** The limit sent where the protocol demands one. */
  public static final int MOST_TOKENS = 1024;

  private Question() {}
}
