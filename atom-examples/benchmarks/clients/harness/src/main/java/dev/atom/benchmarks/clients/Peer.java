package dev.atom.benchmarks.clients;

import java.util.function.Consumer;

/**
 * One client library, ready to call one server. Both calls block and are made from many virtual
 * threads at once.
 */
public interface Peer extends AutoCloseable {
  /**
   * Asks {@link Question#TEXT} and waits for the whole reply.
   *
   * @return the reply's text
   * @throws Exception if the call fails
   */
  String chat() throws Exception;

  /**
   * Asks {@link Question#TEXT} and reads the reply piece by piece, to the end.
   *
   * @param token given each piece of text when the library hands it out
   * @throws Exception if the stream fails
   */
  void stream(Consumer<String> token) throws Exception;

  @Override
  void close();
}
