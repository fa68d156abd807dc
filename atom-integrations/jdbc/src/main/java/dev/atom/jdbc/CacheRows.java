package dev.atom.jdbc;

import dev.atom.cache.CacheBounds;
import dev.atom.cache.CacheClaim;
import dev.atom.cache.CacheKey;
import dev.atom.cache.CacheLookup;
import dev.atom.jdbc.connection.Session;
import dev.atom.json.Json;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The rows of a cache. A claim's token is the row's number and how often it was claimed. */
final class CacheRows {
  private static final long USE_NOTED_MICROS = 60_000_000;

  private static final String CLAIM =
      "INSERT INTO #cache (tenant, key, bytes, stored_at, used_at, expires_at,"
          + " claim, claim_user, claimed_until) VALUES (?, ?, 0, 0, 0, 0, 1, ?, ?)"
          + " ON CONFLICT (tenant, key) DO UPDATE SET claim = #cache.claim + 1,"
          + " claim_user = excluded.claim_user, claimed_until = excluded.claimed_until";

  private static final String CLAIM_IF_FREE =
      CLAIM
          + " WHERE #cache.claimed_until <= ? AND (#cache.value IS NULL OR #cache.expires_at <= ?)"
          + " RETURNING number, claim";

  private static final String CLAIMED =
      " WHERE tenant = ? AND key = ? AND number = ? AND claim = ? AND claimed_until > 0";

  private CacheRows() {}

  /** A value that lives. */
  record Value(long number, CacheLookup.Found found, long usedAt) {
    boolean isUseToBeNoted(long now) {
      return now - usedAt > USE_NOTED_MICROS;
    }
  }

  /** A value to be put, and from when to when it lives. */
  record Text(String json, long bytes, long from, long until) {}

  /** What a claim's token says. */
  private record Token(long number, long claim) {
    static Token of(CacheClaim claim) {
      String[] parts = claim.token().split("\\.", 2);
      return new Token(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }
  }

  static Optional<Value> find(Session session, CacheKey key, long now) throws SQLException {
    return session.first(
        "SELECT number, value, stored_at, used_at FROM #cache"
            + " WHERE tenant = ? AND key = ? AND value IS NOT NULL AND expires_at > ?",
        row ->
            new Value(
                row.getLong(1),
                new CacheLookup.Found(Json.parse(row.getString(2)), Micros.instant(row.getLong(3))),
                row.getLong(4)),
        IndexKey.of(key.tenant()),
        key.key(),
        now);
  }

  static int used(Session session, Value value, long now) throws SQLException {
    return session.update(
        "UPDATE #cache SET used_at = ? WHERE number = ? AND used_at < ?", now, value.number(), now);
  }

  static CacheLookup findOrClaim(
      Session session, CacheKey key, Optional<String> user, long now, long until)
      throws SQLException {
    while (true) {
      Optional<Value> value = find(session, key, now);
      if (value.isPresent()) {
        return value.get().found();
      }
      Optional<CacheClaim> claim =
          session
              .updating(
                  CLAIM_IF_FREE,
                  row -> claim(key, row.getLong(1), row.getLong(2)),
                  IndexKey.of(key.tenant()),
                  key.key(),
                  user.orElse(null),
                  until,
                  now,
                  now)
              .stream()
              .findFirst();
      if (claim.isPresent()) {
        return new CacheLookup.Claimed(claim.get());
      }
      Optional<Long> held = heldUntil(session, key);
      if (held.isPresent() && held.get() > now) {
        return new CacheLookup.Busy(Duration.of(held.get() - now, ChronoUnit.MICROS));
      }
      // The other has put its value or released its claim meanwhile.
    }
  }

  private static Optional<Long> heldUntil(Session session, CacheKey key) throws SQLException {
    return session.first(
        "SELECT claimed_until FROM #cache WHERE tenant = ? AND key = ?",
        row -> row.getLong(1),
        IndexKey.of(key.tenant()),
        key.key());
  }

  static CacheClaim claim(Session session, CacheKey key, Optional<String> user, long until)
      throws SQLException {
    return session
        .updating(
            CLAIM + " RETURNING number, claim",
            row -> claim(key, row.getLong(1), row.getLong(2)),
            IndexKey.of(key.tenant()),
            key.key(),
            user.orElse(null),
            until)
        .getFirst();
  }

  private static CacheClaim claim(CacheKey key, long number, long claim) {
    return new CacheClaim(key, number + "." + claim);
  }

  static boolean put(Session session, CacheClaim claim, Text value) throws SQLException {
    Token token = Token.of(claim);
    return session.update(
            "UPDATE #cache SET value = ?, bytes = ?, user_id = claim_user, stored_at = ?,"
                + " used_at = ?, expires_at = ?, claim_user = NULL, claimed_until = 0"
                + CLAIMED,
            value.json(),
            value.bytes(),
            value.from(),
            value.from(),
            value.until(),
            IndexKey.of(claim.key().tenant()),
            claim.key().key(),
            token.number(),
            token.claim())
        > 0;
  }

  static int release(Session session, CacheClaim claim) throws SQLException {
    Token token = Token.of(claim);
    return session.update(
        "UPDATE #cache SET claim_user = NULL, claimed_until = 0" + CLAIMED,
        IndexKey.of(claim.key().tenant()),
        claim.key().key(),
        token.number(),
        token.claim());
  }

  /** Rows that another is at work on are left for the next time. */
  static int purge(Session session, long now, boolean postgres) throws SQLException {
    return session.update(
        "DELETE FROM #cache WHERE number IN (SELECT number FROM #cache"
            + " WHERE claimed_until <= ? AND (value IS NULL OR expires_at <= ?)"
            + (postgres ? " FOR UPDATE SKIP LOCKED)" : ")"),
        now,
        now);
  }

  static int trim(Session session, CacheBounds bounds, boolean postgres) throws SQLException {
    boolean over =
        session
            .first(
                "SELECT count(*), coalesce(sum(bytes), 0) FROM #cache WHERE value IS NOT NULL",
                row -> row.getLong(1) > bounds.entries() || row.getLong(2) > bounds.bytes())
            .orElse(false);
    if (!over) {
      return 0;
    }
    return session.update(
        "WITH ranked AS (SELECT number,"
            + " row_number() OVER (ORDER BY used_at DESC, number DESC) AS place,"
            + " sum(bytes) OVER (ORDER BY used_at DESC, number DESC) AS total"
            + " FROM #cache WHERE value IS NOT NULL)"
            + " DELETE FROM #cache WHERE number IN (SELECT c.number FROM #cache c"
            + " JOIN ranked r ON r.number = c.number WHERE r.place > ? OR r.total > ?"
            + (postgres ? " FOR UPDATE OF c SKIP LOCKED)" : ")"),
        bounds.entries(),
        bounds.bytes());
  }
}
