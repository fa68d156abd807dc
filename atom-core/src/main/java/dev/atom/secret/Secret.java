package dev.atom.secret;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;

/**
 * A key, token or password in memory.
 *
 * <p>Guarantees: {@link #toString()} shows nothing of the content; there is no equality on content
 * and no serialization; {@link #close()} overwrites the bytes; the plain bytes are seen only inside
 * {@link #use} and the copy handed out there is overwritten when it returns. Not guaranteed: that
 * the collector has left no older copy in memory, or that code in the same process can't reach the
 * bytes by reflection.
 *
 * <p>Thread-safe.
 */
public final class Secret implements AutoCloseable {
  private final byte[] bytes;
  private boolean closed;

  private Secret(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("a secret can't be empty");
    }
    this.bytes = bytes;
  }

  /**
   * Returns a secret with a copy of the bytes. The caller overwrites its own.
   *
   * @param bytes the content, not empty
   * @return the secret
   */
  public static Secret of(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /**
   * Returns a secret with the characters in UTF-8. The caller overwrites its own.
   *
   * @param characters the content, not empty
   * @return the secret
   */
  public static Secret of(char[] characters) {
    // At most three bytes for a character of UTF-16.
    byte[] space = new byte[3 * characters.length];
    try {
      ByteBuffer encoded = ByteBuffer.wrap(space);
      CoderResult result =
          StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(characters), encoded, true);
      if (result.isError()) {
        throw new IllegalArgumentException("the characters of a secret are no valid UTF-16");
      }
      return new Secret(Arrays.copyOf(space, encoded.position()));
    } finally {
      Arrays.fill(space, (byte) 0);
    }
  }

  /**
   * Returns a secret that the host has as a text already, such as an environment variable.
   *
   * @param text the content, not empty; the String itself can't be overwritten
   * @return the secret
   */
  public static Secret of(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Lends a copy of the plain bytes to a function and overwrites it afterwards.
   *
   * @param access proof that the caller means to see the plain bytes
   * @param function what is done with the bytes; must not keep them
   * @param <R> what the function returns
   * @return the function's result
   * @throws IllegalStateException if this secret is closed
   */
  public <R> R use(PlaintextAccess access, Function<byte[], R> function) {
    Objects.requireNonNull(access, "access");
    byte[] copy;
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the secret is closed; get it again from its source");
      }
      copy = bytes.clone();
    }
    try {
      return function.apply(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  /**
   * Returns what a screen may show.
   *
   * @return the last four characters if the secret has at least 16, else none
   */
  public Masked masked() {
    return use(PlaintextAccess.granted(), Masked::of);
  }

  /** Overwrites the bytes. Closing twice is fine. */
  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  /**
   * Returns the word "Secret" and nothing of the content, not even its length.
   *
   * @return always the same text
   */
  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
