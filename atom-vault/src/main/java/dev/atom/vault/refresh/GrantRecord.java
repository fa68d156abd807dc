package dev.atom.vault.refresh;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.grant.Grant;
import dev.atom.vault.grant.GrantInfo;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A grant as it is stored; {@link #close} overwrites its tokens.
 *
 * <p>As bytes: 0 (so that no HTTP header takes it for a token), {@code 'G'}, format (1), obtained (8),
 * expires (8, the largest number if unknown), {@link Marks}, token type (length of 4, text), number of
 * scopes (2), each scope (length of 4, text), access token (length of 4, bytes), refresh token (length
 * of 4, bytes; 0 long if there is none). Numbers are big-endian, times in milliseconds since 1970.
 */
public final class GrantRecord implements AutoCloseable {
  /** The longest tokens together, in bytes. */
  static final int LONGEST = 60_000;

  private static final int FORMAT = 1;
  private static final long UNKNOWN = Long.MAX_VALUE;

  private final long version;
  private final long obtained;
  private final long expires;
  private final Marks marks;
  private final String tokenType;
  private final List<String> scopes;
  private final byte[] access;
  private final byte[] refresh;

  private GrantRecord(long version, Shown shown, Marks marks, byte[] access, byte[] refresh) {
    this.version = version;
    this.obtained = shown.obtained();
    this.expires = shown.expires();
    this.tokenType = shown.tokenType();
    this.scopes = shown.scopes();
    this.marks = marks;
    this.access = access;
    this.refresh = refresh;
  }

  /** What may be shown of tokens. */
  private record Shown(long obtained, long expires, String tokenType, List<String> scopes) {}

  /** The record of an owner's consent. */
  static GrantRecord of(Grant grant) {
    return of(grant, grant.scopes(), Marks.fresh(), new byte[0]);
  }

  /** This record with what a refresh brought; what that doesn't say stays. */
  GrantRecord refreshed(Grant grant) {
    List<String> granted = grant.scopes().isEmpty() ? scopes : grant.scopes();
    return of(grant, granted, marks.refreshed(), refresh);
  }

  private static GrantRecord of(
      Grant grant, List<String> scopes, Marks marks, byte[] refreshBefore) {
    Shown shown =
        new Shown(
            millis(grant.obtained()),
            grant.expires().map(GrantRecord::millis).orElse(UNKNOWN),
            grant.tokenType(),
            scopes);
    byte[] refresh = grant.refreshToken().map(GrantRecord::plain).orElseGet(refreshBefore::clone);
    GrantRecord made = new GrantRecord(0, shown, marks, plain(grant.accessToken()), refresh);
    if (made.access.length + made.refresh.length > LONGEST) {
      made.close();
      throw new IllegalArgumentException(
          "the tokens of a grant have together at most " + LONGEST + " bytes");
    }
    return made;
  }

  /** Refuses tokens that can't be stored. */
  static void requireStorable(Grant grant) {
    try (GrantRecord record = of(grant)) {
      Arrays.fill(record.toByteArray(), (byte) 0);
    }
  }

  /** Reads what {@link #toByteArray} wrote. */
  public static GrantRecord parse(byte[] bytes, long version) throws FieldReader.Malformed {
    FieldReader from = new FieldReader(bytes);
    if (from.u8() != 0 || from.u8() != 'G' || from.u8() != FORMAT) {
      throw new FieldReader.Malformed("not a grant");
    }
    long obtained = from.i64();
    long expires = from.i64();
    Marks marks = Marks.read(from);
    String tokenType = from.text();
    int count = from.u16();
    List<String> scopes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      scopes.add(from.text());
    }
    Shown shown = new Shown(obtained, expires, tokenType, List.copyOf(scopes));
    GrantRecord read = new GrantRecord(version, shown, marks, from.sizedArray(), from.sizedArray());
    from.end();
    return read;
  }

  /** What is sealed, with other marks than these; the caller overwrites it. */
  public byte[] toByteArray(Marks newMarks) {
    FieldWriter to = new FieldWriter(256 + access.length + refresh.length);
    to.u8(0).u8('G').u8(FORMAT).i64(obtained).i64(expires);
    newMarks.write(to);
    to.text(tokenType).u16(scopes.size());
    scopes.forEach(to::text);
    to.sized(access).sized(refresh);
    byte[] bytes = to.toByteArray();
    to.wipe();
    return bytes;
  }

  /** What is sealed; the caller overwrites it. */
  public byte[] toByteArray() {
    return toByteArray(marks);
  }

  /** Counts the pairs of tokens; 0 if it isn't stored yet. */
  long version() {
    return version;
  }

  Marks marks() {
    return marks;
  }

  boolean refreshable() {
    return refresh.length > 0;
  }

  List<String> scopes() {
    return scopes;
  }

  /** A copy, the caller's to close. */
  Secret accessToken() {
    return Secret.of(access);
  }

  /** A copy, the caller's to close; there must be one. */
  Secret refreshToken() {
    return Secret.of(refresh);
  }

  /** A copy with tokens, the caller's to close. */
  Grant grant() {
    try (Secret accessToken = accessToken()) {
      Grant.Builder builder =
          Grant.newBuilder(accessToken, Instant.ofEpochMilli(obtained))
              .scopes(scopes)
              .tokenType(tokenType);
      if (expires != UNKNOWN) {
        builder.expires(Instant.ofEpochMilli(expires));
      }
      if (!refreshable()) {
        return builder.build();
      }
      try (Secret refreshToken = refreshToken()) {
        return builder.refreshToken(refreshToken).build();
      }
    }
  }

  /** Whether the access token is this one; takes the same time wherever they differ. */
  boolean hasAccessToken(Secret other) {
    return other.use(
        PlaintextAccess.granted(), plain -> java.security.MessageDigest.isEqual(plain, access));
  }

  /** Whether the access token's time isn't over. */
  boolean lasts(long now) {
    return now < expires;
  }

  /**
   * Whether the access token is to be refreshed.
   *
   * @param most the leeway of long-lived tokens, in milliseconds
   * @param jitter from 0 to 1
   */
  boolean ending(long now, long most, double jitter) {
    if (expires == UNKNOWN) {
      return false;
    }
    long leeway = Math.min(most, Math.max(0, expires - obtained) / 10);
    return now >= expires - (refreshable() ? (long) (leeway * (1 + jitter / 2)) : 0);
  }

  /** All of it but the tokens. */
  public GrantInfo info(SecretRef ref) {
    return info(ref, marks);
  }

  /** All of it but the tokens, with other marks than these. */
  GrantInfo info(SecretRef ref, Marks marks) {
    return new GrantInfo(
        ref,
        version,
        marks.state(),
        marks.reason(),
        Instant.ofEpochMilli(obtained),
        expires == UNKNOWN ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expires)),
        refreshable(),
        scopes,
        marks.refreshes(),
        marks.maybeSpent(),
        marks.failures(),
        marks.retryAt() == 0
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(marks.retryAt())),
        marks.error());
  }

  @Override
  public void close() {
    Arrays.fill(access, (byte) 0);
    Arrays.fill(refresh, (byte) 0);
  }

  @Override
  public String toString() {
    return "GrantRecord[hidden]";
  }

  private static long millis(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException e) {
      return time.isAfter(Instant.EPOCH) ? UNKNOWN : 0;
    }
  }

  private static byte[] plain(Secret token) {
    return token.use(PlaintextAccess.granted(), byte[]::clone);
  }
}
