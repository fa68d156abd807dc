package dev.atom.benchmarks.clients;

/** Reads one stream and demands that all of its text came. */
final class TokenCount {
  private long first;
  private int characters;

  /**
   * Reads to the end.
   *
   * @return when the first token came, by {@link System#nanoTime()}
   * @throws Exception if the stream fails, or text is missing
   */
  long read(Peer peer, int tokens) throws Exception {
    peer.stream(this::take);
    int expected = tokens * Replies.token(0).length();
    if (characters != expected) {
      throw new IllegalStateException(
          "read " + characters + " characters of a stream of " + expected);
    }
    return first;
  }

  private void take(String token) {
    if (characters == 0 && !token.isEmpty()) {
      first = System.nanoTime();
    }
    characters += token.length();
  }
}
