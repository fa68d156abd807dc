package dev.atom.http;

import java.util.Arrays;
import java.util.Objects;

/** What the server of a WebSocket sent. Immutable. */
public sealed interface WebSocketMessage {
  /**
   * Words.
   *
   * @param text the whole message, however many frames it came in
   */
  record Text(String text) implements WebSocketMessage {
    /** Refuses null. */
    public Text {
      Objects.requireNonNull(text, "text");
    }

    /**
     * Returns the length only: the words may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Text[" + text.length() + " characters]";
    }
  }

  /** Bytes. */
  final class Binary implements WebSocketMessage {
    private final byte[] bytes;

    /** Takes the bytes for itself. */
    Binary(byte[] bytes) {
      this.bytes = bytes;
    }

    /**
     * Returns the whole message, however many frames it came in.
     *
     * @return a copy
     */
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Binary that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Binary[" + bytes.length + " bytes]";
    }
  }

  /**
   * The server said that it is done; nothing comes after this.
   *
   * @param code why, as of RFC 6455 section 7.4: 1000 if all is well, 1005 if it gave none
   * @param reason for people, as the server wrote it; often empty
   */
  record Closed(int code, String reason) implements WebSocketMessage {
    /** Refuses null. */
    public Closed {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
