package dev.atom.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A content that is digested while it is read and compared with its reference at the end. */
final class CheckedContent extends FilterInputStream {
  private final Blob blob;
  private final DigestInputStream digested;
  private long size;

  private CheckedContent(DigestInputStream digested, Blob blob) {
    super(digested);
    this.digested = digested;
    this.blob = blob;
  }

  static InputStream of(InputStream content, Blob blob) {
    return new CheckedContent(new DigestInputStream(content, sha256()), blob);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    count(read < 0 ? -1 : 1);
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    count(read);
    return read;
  }

  /** Skipped bytes count too. */
  @Override
  public long skip(long most) throws IOException {
    byte[] passed = new byte[(int) Math.min(8192, Math.max(0, most))];
    int read = passed.length == 0 ? 0 : read(passed, 0, passed.length);
    return Math.max(0, read);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(int read) throws IOException {
    if (read >= 0) {
      size += read;
      return;
    }
    MessageDigest copy = digested.getMessageDigest();
    boolean same = size == blob.size() && hex(copy).equals(blob.sha256());
    // The digest begins anew when it is asked for, so a second read at the end is not compared.
    if (size >= 0 && !same) {
      throw new IOException(blob + " is damaged: its bytes are not those that were put");
    }
    size = Long.MIN_VALUE;
  }
}
